package io.stage1kvm.aci.cli;

import io.stage1kvm.aci.archive.AciException;
import io.stage1kvm.aci.discover.Discovered;
import io.stage1kvm.aci.discover.Discovered.Endpoint;
import io.stage1kvm.aci.discover.Discovery;
import io.stage1kvm.aci.discover.HttpClient;
import io.stage1kvm.aci.discover.ImageFetcher;
import io.stage1kvm.aci.discover.ImageFetcher.Fetched;
import io.stage1kvm.aci.discover.ImageQuery;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "fetch",
    description = {
      "Fetch an image and print its ID.",
      "It must be signed by a trusted key, and have the name and labels that were asked for."
          + " OUTPUT appears when all is checked, or not at all."
          + " Proxies come from the variables https_proxy, http_proxy and no_proxy.",
      ""
    })
final class FetchCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Spec private CommandSpec spec;
  @Mixin private NetworkOptions network = new NetworkOptions();

  @Mixin private KeyringOptions keyrings = new KeyringOptions();

  @Option(
      names = "--simple",
      description = "Ask for no page: https://NAME-VERSION-OS-ARCH.aci, as discovery once was.")
  private boolean simple;

  @Option(names = "--overwrite", description = "Replace OUTPUT if it is there.")
  private boolean overwrite;

  @Mixin private LimitOptions limit = new LimitOptions();

  @Parameters(
      index = "0",
      paramLabel = "NAME[:VERSION][,LABEL=VALUE...]|URL",
      description =
          "The image, or its URL, with the signature at URL.asc."
              + " The labels os and arch are this machine's if they are not given.")
  private String image;

  @Parameters(index = "1", paramLabel = "OUTPUT", description = "The image file to write.")
  private Path output;

  FetchCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws AciException {
    try {
      fetch();
      return 0;
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage());
    }
  }

  private void fetch() throws AciException {
    HttpClient http = network.client(terminal);
    ImageFetcher fetcher = new ImageFetcher(http, keyrings.keyring(), limit.limit());
    Optional<ImageQuery> query = Optional.empty();
    Endpoint endpoint;
    if (image.contains("://")) {
      endpoint = new Endpoint(image, image + ".asc");
    } else {
      query = Optional.of(ImageQuery.parse(image).withDefaults());
      endpoint = find(query.get(), http);
    }
    Fetched fetched = fetcher.fetch(endpoint, query, output, overwrite);
    terminal.out().println(fetched.id());
  }

  private Endpoint find(ImageQuery query, HttpClient http) throws AciException {
    Discovered found =
        simple ? Discovery.simple(query) : new Discovery(http, network.port()).discover(query);
    // Other schemes are for others.
    return found.endpoints().stream()
        .filter(e -> e.aci().startsWith("https:"))
        .findFirst()
        .orElse(found.endpoints().getFirst());
  }
}
