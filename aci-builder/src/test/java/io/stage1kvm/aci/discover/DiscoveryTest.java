package io.stage1kvm.aci.discover;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stage1kvm.aci.archive.AciException;
import io.stage1kvm.aci.discover.Discovered.Endpoint;
import io.stage1kvm.manifest.ImageManifest;
import io.stage1kvm.manifest.type.InvalidValueException;
import java.net.Proxy;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiscoveryTest {
  @TempDir private Path dir;
  private LocalServer server;

  @BeforeEach
  void start() throws Exception {
    server = LocalServer.https(dir);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private HttpClient client(Insecure... insecure) throws AciException {
    Set<Insecure> set = EnumSet.noneOf(Insecure.class);
    set.addAll(List.of(insecure));
    return HttpClient.create(set, Map.of(), Optional.of(dir.resolve("ca.pem")));
  }

  private Discovered discover(String image) throws AciException {
    return new Discovery(client(), server.port()).discover(ImageQuery.parse(image));
  }

  private void page(String path, String html) {
    server.page(path + "?ac-discovery=1", html.getBytes(UTF_8));
  }

  @Test
  void fillsTemplatesAndReadsAttributesInAnyForm() {
    String page =
        """
        <html><head><!-- <meta name="ac-discovery" content="example.com https://no/{ext}"> -->
        <script>"<meta name='ac-discovery' content='example.com https://no/{ext}'>"</script>
        <META content='example.com https://s.example.com/{os}/{arch}/{name}-{version}.{ext}?a=1&amp;b'
          name="ac-discovery"/>
        <meta name=ac-discovery content="example.com/other https://no/{name}.{ext}">
        <meta name="ac-discovery" content="example.com https://no/{unknown}.{ext}">
        <meta name="ac-discovery" content="example.com https://no/{name}">
        <meta name="ac-discovery" content="example.com">
        <meta name="ac-discovery-pubkeys" content="example.com https://example.com/keys.gpg">
        <meta name="ac-discovery-later" content="example.com x">
        """;
    ImageQuery query = ImageQuery.parse("example.com/app:1.0,os=linux,arch=amd64");

    assertThat(Discovery.read(page, query))
        .isEqualTo(
            new Discovered(
                List.of(
                    new Endpoint(
                        "https://s.example.com/linux/amd64/example.com/app-1.0.aci?a=1&b",
                        "https://s.example.com/linux/amd64/example.com/app-1.0.aci.asc?a=1&b")),
                List.of("https://example.com/keys.gpg")));
    assertThat(Discovery.simple(query).endpoints())
        .containsExactly(
            new Endpoint(
                "https://example.com/app-1.0-linux-amd64.aci",
                "https://example.com/app-1.0-linux-amd64.aci.asc"));
    assertThat(
            Discovery.read(
                    "<meta name='ac-discovery' content='a https://x/{version}.{ext}'",
                    ImageQuery.parse("a"))
                .endpoints()
                .getFirst()
                .aci())
        .isEqualTo("https://x/latest.aci");
  }

  @Test
  void asksParentsUntilOneKnows() throws AciException {
    page("/a/b", "<html>nothing here</html>");
    page("", "");
    page("/a", "<meta name=ac-discovery content='localhost https://x/{name}.{ext}'>");

    assertThat(discover("localhost/a/b/c").endpoints().getFirst().aci())
        .isEqualTo("https://x/localhost/a/b/c.aci");
    assertThat(server.requests())
        .containsExactly("/a/b/c?ac-discovery=1", "/a/b?ac-discovery=1", "/a?ac-discovery=1");
  }

  @Test
  void followsRedirectsButNoLoop() throws AciException {
    server.redirect("/a?ac-discovery=1", "/moved");
    server.redirect("/moved", server.url() + "/there");
    server.page(
        "/there",
        "<meta name=ac-discovery content='localhost https://x/{name}.{ext}'>".getBytes(UTF_8));
    assertThat(discover("localhost/a").endpoints()).hasSize(1);

    server.redirect("/loop?ac-discovery=1", "/loop?ac-discovery=1");
    server.redirect("/?ac-discovery=1", "http://localhost/");
    String base = server.url();
    assertThatThrownBy(() -> discover("localhost/loop"))
        .isInstanceOf(AciException.class)
        .hasMessage(
            "cannot discover image 'localhost/loop': no page tells where it is\n"
                + "  cannot get page '%s/loop?ac-discovery=1': more than 10 redirects\n"
                + "  cannot get page '%s?ac-discovery=1': 'http://localhost/' is no HTTPS URL\n"
                + "hint: --insecure=http allows it",
            base, base);
  }

  @Test
  void findsKeysFurtherUp() throws AciException {
    page("/a", "<meta name=ac-discovery content='localhost https://x/{name}.{ext}'>");
    server.page(
        "/?ac-discovery=1",
        "<meta name=ac-discovery-pubkeys content='localhost https://x/k'>".getBytes(UTF_8));
    Discovery discovery = new Discovery(client(), server.port());
    assertThat(discovery.discoverKeys(ImageQuery.parse("localhost/a")).keys())
        .containsExactly("https://x/k");
  }

  @Test
  void trustsNoCertificateUnlessTold() throws AciException {
    page("/a", "<meta name=ac-discovery content='localhost https://x/{name}.{ext}'>");
    ImageQuery query = ImageQuery.parse("localhost/a");
    HttpClient usual = HttpClient.create(Set.of(), Map.of(), Optional.empty());
    assertThatThrownBy(() -> new Discovery(usual, server.port()).discover(query))
        .hasMessageContaining("PKIX path building failed");
    HttpClient careless = HttpClient.create(Set.of(Insecure.TLS), Map.of(), Optional.empty());
    assertThat(new Discovery(careless, server.port()).discover(query).endpoints()).hasSize(1);
  }

  @Test
  void usesPlainHttpOnlyIfAllowed() throws Exception {
    try (LocalServer plain = LocalServer.http()) {
      plain.page(
          "/page",
          "<meta name=ac-discovery content='localhost https://x/{name}.{ext}'>".getBytes(UTF_8));
      server.redirect("/a?ac-discovery=1", plain.url() + "/page");
      ImageQuery query = ImageQuery.parse("localhost/a");
      assertThatThrownBy(() -> discover("localhost/a"))
          .hasMessageContaining("/page' is no HTTPS URL\nhint: --insecure=http allows it");
      assertThat(new Discovery(client(Insecure.HTTP), server.port()).discover(query).endpoints())
          .hasSize(1);
    }
  }

  private Credentials credentials(String json) throws Exception {
    Path directory = Files.createDirectories(dir.resolve("auth.d"));
    Files.writeString(directory.resolve("a.json"), json);
    return Credentials.read(List.of(directory, dir.resolve("none")));
  }

  @Test
  void tellsServersWhatTheOperatorWantsThemTold() throws Exception {
    page("/a", "<meta name=ac-discovery content='localhost https://x/{name}.{ext}'>");
    server.guard("/a?ac-discovery=1", "Basic dTpwOnE=");
    ImageQuery query = ImageQuery.parse("localhost/a");
    assertThatThrownBy(() -> discover("localhost/a"))
        .hasMessageContaining(
            "?ac-discovery=1': the server answers 401: it wants other credentials, or any\n"
                + "hint: put them into a directory auth.d (see --auth)");
    Credentials basic =
        credentials(
            """
            {"rktKind": "auth", "rktVersion": "v1", "domains": ["other", "localhost"],
             "type": "basic", "credentials": {"user": "u", "password": "p:q"}}
            """);
    assertThat(new Discovery(client().with(basic), server.port()).discover(query).endpoints())
        .hasSize(1);

    server.guard("/a?ac-discovery=1", "Bearer abc");
    Credentials token =
        credentials(
            """
            {"rktKind": "auth", "rktVersion": "v1", "domains": ["localhost:%d"], "type": "oauth",
             "credentials": {"token": "abc"}}
            """
                .formatted(server.port()));
    assertThat(new Discovery(client().with(token), server.port()).discover(query).endpoints())
        .hasSize(1);
    assertThat(token.header(URI.create(server.url()))).contains("Bearer abc");
    assertThat(token.header(URI.create("http://localhost:" + server.port()))).isEmpty();
    assertThat(token.header(URI.create("https://elsewhere"))).isEmpty();
  }

  @Test
  void refusesCredentialsThatAreNone() throws Exception {
    assertThat(credentials("{\"rktKind\": \"paths\"}").header(URI.create("https://a"))).isEmpty();
    String file = dir.resolve("auth.d/a.json").toString();
    Map<String, String> reasons =
        Map.of(
            "[", "line 1, column 2",
            "{}", "'rktKind' must be set",
            "{\"rktKind\":\"auth\",\"rktVersion\":\"v2\"}", "'rktVersion' must be 'v1'",
            "{\"rktKind\":\"auth\",\"rktVersion\":\"v1\",\"credentials\":{},\"type\":\"x\"}",
                "'type' must be 'basic' or 'oauth'",
            "{\"rktKind\":\"auth\",\"rktVersion\":\"v1\",\"credentials\":{},\"type\":\"oauth\"}",
                "'token' must be set");
    reasons.forEach(
        (json, reason) ->
            assertThatThrownBy(() -> credentials(json))
                .hasMessageStartingWith("cannot read credentials '" + file + "': ")
                .hasMessageContaining(reason));
  }

  @Test
  void goesThroughProxies() throws Exception {
    try (LocalServer proxy = LocalServer.http()) {
      proxy.page("http://elsewhere.example/a.aci", "image".getBytes(UTF_8));
      HttpClient client =
          HttpClient.create(
              Set.of(Insecure.HTTP), Map.of("http_proxy", proxy.url()), Optional.empty());
      try (HttpClient.Answer answer = client.get("http://elsewhere.example/a.aci")) {
        assertThat(answer.body().readAllBytes()).asString().isEqualTo("image");
      }
    }
  }

  @Test
  void takesProxiesFromTheEnvironment() {
    Map<String, String> environment =
        Map.of(
            "HTTPS_PROXY", "proxy.example:3128",
            "http_proxy", "http://proxy.example",
            "no_proxy", "localhost, .internal.example");
    Proxies proxies = new Proxies(environment);
    assertThat(proxies.of(URI.create("https://a.example/")).address())
        .hasToString("proxy.example/<unresolved>:3128");
    assertThat(proxies.of(URI.create("http://a.example/")).address())
        .hasToString("proxy.example/<unresolved>:8080");
    assertThat(proxies.of(URI.create("https://localhost/"))).isEqualTo(Proxy.NO_PROXY);
    assertThat(proxies.of(URI.create("https://a.internal.example/"))).isEqualTo(Proxy.NO_PROXY);
    assertThat(new Proxies(Map.of()).of(URI.create("https://a.example/")))
        .isEqualTo(Proxy.NO_PROXY);
  }

  @Test
  void readsQueriesAsActoolDoes() {
    assertThat(ImageQuery.parse("example.com/a:1,channel=x").labels())
        .isEqualTo(Map.of("version", "1", "channel", "x"));
    for (String bad : List.of("a,version", "a,name=b", "a:1,version=2", "a,b=1,b=2", "A", "")) {
      assertThatThrownBy(() -> ImageQuery.parse(bad))
          .as(bad)
          .isInstanceOf(InvalidValueException.class);
    }
  }

  @Test
  void comparesNameAndLabels() {
    ImageManifest manifest =
        ImageManifest.builder("a").label("os", "linux").label("channel", "x").build();
    assertThat(ImageQuery.parse("a,os=linux").mismatch(manifest)).isEmpty();
    assertThat(ImageQuery.parse("b").mismatch(manifest)).contains("its name is 'a', not 'b'");
    assertThat(ImageQuery.parse("a:1").mismatch(manifest))
        .contains("its label 'version' is not there, not '1'");
    assertThat(ImageQuery.parse("a,channel=y").mismatch(manifest))
        .contains("its label 'channel' is 'x', not 'y'");
  }
}
