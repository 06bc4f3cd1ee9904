package io.stage1kvm.aci.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.stage1kvm.aci.discover.LocalServer;
import io.stage1kvm.aci.sign.ImageSigner;
import io.stage1kvm.aci.sign.TrustedKey;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Discovers, fetches, signs and verifies, as the commands do it.
class FetchTest {
  @TempDir private Path dir;
  private final Command aci = new Command();
  private LocalServer server;
  private Path image;
  private Path output;
  private String id;

  @BeforeEach
  void publish() throws Exception {
    server = LocalServer.https(dir);
    image = dir.resolve("app.aci");
    output = Files.createDirectories(dir.resolve("out")).resolve("fetched.aci");
    Path tree = Files.createDirectories(dir.resolve("tree"));
    id =
        aci.output(
            "build", "--name=localhost/team/app", "--label=version=1.0", tree, image, "/bin/app");
    server.page("/images/localhost/team/app-1.0.aci", Files.readAllBytes(image));
    server.page(
        "/team/app?ac-discovery=1",
        """
        <meta name="ac-discovery" content="localhost %s/images/{name}-{version}.{ext}">
        <meta name="ac-discovery-pubkeys" content="localhost %s/keys">"""
            .formatted(server.url(), server.url())
            .getBytes(UTF_8));
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private Path resource(String name) throws IOException {
    Path file = dir.resolve(name);
    try (InputStream in = ImageSigner.class.getResourceAsStream(name)) {
      Files.write(file, in.readAllBytes());
    }
    return file;
  }

  private void sign() throws Exception {
    aci.output("sign", "--overwrite", "--key", resource("gpg-secret.asc"), image);
    server.page(
        "/images/localhost/team/app-1.0.aci.asc", Files.readAllBytes(dir.resolve("app.aci.asc")));
  }

  private Path keyring(String key) throws IOException {
    Path file = resource(key);
    Path keyring = dir.resolve("keyring");
    Path prefix = Files.createDirectories(keyring.resolve("prefix.d/localhost/team"));
    Files.copy(file, prefix.resolve(TrustedKey.read(file).getFirst().fingerprint()));
    return keyring;
  }

  private String[] fetch(String... more) {
    Stream<String> network =
        Stream.of("fetch", "--ca-file", dir + "/ca.pem", "--port", "" + server.port());
    return Stream.concat(network, Stream.of(more)).toArray(String[]::new);
  }

  @Test
  void discovers() throws Exception {
    Object[] args = {"discover", "--ca-file", dir.resolve("ca.pem"), "--port", server.port()};
    String base = server.url() + "/images/localhost/team/app-1.0.aci";
    String[] all =
        Stream.concat(Stream.of(args), Stream.of("localhost/team/app:1.0"))
            .map(Object::toString)
            .toArray(String[]::new);

    assertThat(aci.output((Object[]) all))
        .isEqualTo(
            "ACI: %s, ASC: %s.asc\nPublicKeys: %s/keys\n".formatted(base, base, server.url()));
    all[0] = "discover";
    String[] json = Stream.concat(Stream.of(all), Stream.of("--json")).toArray(String[]::new);
    assertThat(aci.output((Object[]) json))
        .isEqualTo(
            """
            {"ACIEndpoints":[{"ACI":"%s","ASC":"%s.asc"}],"PublicKeys":["%s/keys"]}
            """
                .formatted(base, base, server.url()));
    assertThat(aci.output("discover", "--simple", "example.com/a:1,os=linux,arch=amd64"))
        .isEqualTo(
            "ACI: https://example.com/a-1-linux-amd64.aci,"
                + " ASC: https://example.com/a-1-linux-amd64.aci.asc\n");
  }

  @Test
  void fetchesWhatATrustedKeySigned() throws Exception {
    sign();
    String keyring = keyring("gpg-public.asc").toString();
    assertThat(
            aci.output(
                (Object[]) fetch("--keyring", keyring, "localhost/team/app:1.0", "" + output)))
        .isEqualTo(id);
    assertThat(output).hasSameBinaryContentAs(image);
    assertThat(output.getParent()).isDirectoryNotContaining("glob:**/.aci-fetch*");
    String url = server.url() + "/images/localhost/team/app-1.0.aci";
    assertThat(aci.output((Object[]) fetch("--keyring", keyring, "--overwrite", url, "" + output)))
        .isEqualTo(id);
    assertThat(aci.output("verify", "--keyring", keyring, image))
        .endsWith("  Test Builder <builder@example.com>\n");
    aci.fails(
        1,
        "aci: cannot verify image '" + image + "': its name is 'localhost/team/app'",
        "verify",
        "--keyring",
        keyring,
        "--name=localhost/other",
        image);
  }

  private void refuses(String reason, String... args) throws Exception {
    String url = server.url() + "/images/localhost/team/app-1.0.aci";
    assertThat(aci.run((Object[]) fetch(args))).as(aci.err()).isEqualTo(1);
    assertThat(aci.err()).contains(reason.replace("URL", url));
    assertThat(output.getParent()).isEmptyDirectory();
  }

  @Test
  void keepsNothingOfWhatItRefuses() throws Exception {
    String name = "localhost/team/app:1.0";
    refuses("cannot get signature 'URL.asc': the server answers 404", name, "" + output);
    sign();
    refuses("no key is trusted for it", "--keyring", dir + "/none", name, "" + output);
    String keyring = keyring("gpg-locked-public.asc").toString();
    refuses("it is signed by none of the 1 trusted keys", "--keyring", keyring, name, "" + output);
    refuses(
        "cannot fetch image 'URL': its label 'channel' is not there, not 'x'",
        "--insecure=image",
        name + ",channel=x",
        "" + output);
    refuses(
        "cannot fetch image 'URL': it is larger than 99 bytes",
        "--insecure=image",
        "--max-size=99",
        name,
        "" + output);
  }

  @Test
  void fetchesUnsignedOnRequestAndReplacesNothingUnasked() throws Exception {
    String[] args = fetch("--insecure=image", "localhost/team/app:1.0", "" + output);
    assertThat(aci.output((Object[]) args)).isEqualTo(id);
    aci.fails(
        1,
        "aci: cannot write image '" + output + "': it exists already\nhint: use --overwrite",
        (Object[]) args);
  }

  @Test
  void refusesWrongUsage() throws Exception {
    aci.fails(
        2,
        "aci: --insecure 'x' must be image, tls, http, all or none\n"
            + "hint: see 'aci fetch --help'",
        "fetch",
        "--insecure=x",
        "a",
        output);
    assertThat(aci.run("fetch", "A", output)).isEqualTo(2);
  }
}
