package io.stage1kvm.aci.discover;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/// A web server on loopback, with a certificate of its own or none.
public final class LocalServer implements AutoCloseable {
  private static final String PASSWORD = "changeit";

  private final HttpServer server;
  private final Map<String, byte[]> pages = new HashMap<>();
  private final Map<String, String> redirects = new HashMap<>();
  private final List<String> requests = new ArrayList<>();
  private final Map<String, String> guarded = new HashMap<>();

  private LocalServer(HttpServer server) {
    this.server = server;
    server.createContext("/", this::answer);
    server.start();
  }

  public static LocalServer http() throws IOException {
    return new LocalServer(HttpServer.create(loopback(), 0));
  }

  /// @param directory gets the certificate as `ca.pem`
  public static LocalServer https(Path directory) throws Exception {
    Path file = directory.resolve("keys.p12");
    String keytool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
    Process process =
        new ProcessBuilder(
                keytool,
                "-genkeypair",
                "-alias",
                "server",
                "-keyalg",
                "EC",
                "-dname",
                "CN=localhost",
                "-ext",
                "san=dns:localhost",
                "-startdate",
                "-1d",
                "-storepass",
                PASSWORD,
                "-keystore",
                file.toString())
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes());
    if (process.waitFor() != 0) {
      throw new AssertionError(output);
    }
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(file)) {
      store.load(in, PASSWORD.toCharArray());
    }
    String pem =
        Base64.getMimeEncoder().encodeToString(store.getCertificate("server").getEncoded());
    Files.writeString(
        directory.resolve("ca.pem"),
        "-----BEGIN CERTIFICATE-----\n" + pem + "\n-----END CERTIFICATE-----\n");
    KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
    keys.init(store, PASSWORD.toCharArray());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), null, null);
    HttpsServer server = HttpsServer.create(loopback(), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(context));
    return new LocalServer(server);
  }

  private static InetSocketAddress loopback() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  }

  private synchronized void answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().toString();
    requests.add(path);
    byte[] page = pages.get(path);
    String authorization = exchange.getRequestHeaders().getFirst("Authorization");
    if (guarded.containsKey(path) && !guarded.get(path).equals(authorization)) {
      exchange.sendResponseHeaders(401, -1);
    } else if (redirects.containsKey(path)) {
      exchange.getResponseHeaders().set("Location", redirects.get(path));
      exchange.sendResponseHeaders(302, -1);
    } else if (page == null) {
      exchange.sendResponseHeaders(404, -1);
    } else {
      exchange.sendResponseHeaders(200, page.length == 0 ? -1 : page.length);
      exchange.getResponseBody().write(page);
    }
    exchange.close();
  }

  public int port() {
    return server.getAddress().getPort();
  }

  /// `https://localhost:PORT`.
  public String url() {
    return (server instanceof HttpsServer ? "https" : "http") + "://localhost:" + port();
  }

  public synchronized void page(String path, byte[] content) {
    pages.put(path, content);
  }

  public synchronized void redirect(String path, String location) {
    redirects.put(path, location);
  }

  /// Answers 401 unless the request has this for its authorization.
  public synchronized void guard(String path, String authorization) {
    guarded.put(path, authorization);
  }

  public synchronized List<String> requests() {
    return List.copyOf(requests);
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
