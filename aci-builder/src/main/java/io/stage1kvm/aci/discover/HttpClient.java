package io.stage1kvm.aci.discover;

import io.stage1kvm.aci.archive.AciException;
import io.stage1kvm.aci.archive.ByteText;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLSocketFactory;

/// Gets what is at URLs: HTTPS, redirects followed, proxies from the environment.
public final class HttpClient {
  private static final int MAX_REDIRECTS = 10;
  private static final int TIMEOUT_MS = 30_000;

  private final Set<Insecure> insecure;
  private final Proxies proxies;
  private final Optional<SSLSocketFactory> sockets;
  private final Credentials credentials;

  private HttpClient(
      Set<Insecure> insecure,
      Proxies proxies,
      Optional<SSLSocketFactory> sockets,
      Credentials credentials) {
    this.insecure = Set.copyOf(insecure);
    this.proxies = proxies;
    this.sockets = sockets;
    this.credentials = credentials;
  }

  /// @param insecure checks that are left out
  /// @param environment where the proxies stand
  /// @param authorities a file with certificates that are trusted in place of the JDK's
  public static HttpClient create(
      Set<Insecure> insecure, Map<String, String> environment, Optional<Path> authorities)
      throws AciException {
    Optional<SSLSocketFactory> sockets = Optional.empty();
    if (insecure.contains(Insecure.TLS)) {
      sockets = Optional.of(Certificates.anything());
    } else if (authorities.isPresent()) {
      sockets = Optional.of(Certificates.signedBy(authorities.get()));
    }
    return new HttpClient(insecure, new Proxies(environment), sockets, Credentials.NONE);
  }

  /// @return a client that tells servers what the operator wants them told
  public HttpClient with(Credentials operators) {
    return new HttpClient(insecure, proxies, sockets, operators);
  }

  boolean allows(Insecure check) {
    return insecure.contains(check);
  }

  /// A server's answer, with its body yet to be read.
  record Answer(int status, InputStream body) implements AutoCloseable {
    /// @throws AciException if the answer is not what was asked for
    void refuseUnlessGood() throws AciException {
      if (status == HttpURLConnection.HTTP_UNAUTHORIZED) {
        throw AciException.malformed(
            "the server answers 401: it wants other credentials, or any\n"
                + "hint: put them into a directory auth.d (see --auth)");
      }
      if (status != HttpURLConnection.HTTP_OK) {
        throw AciException.malformed("the server answers " + status);
      }
    }

    @Override
    public void close() throws IOException {
      body.close();
    }
  }

  /// @return the answer, whatever its status, after all redirects
  Answer get(String url) throws IOException {
    String at = url;
    for (int i = 0; i <= MAX_REDIRECTS; i++) {
      HttpURLConnection connection = connect(uri(at));
      int status = connection.getResponseCode();
      String location = connection.getHeaderField("Location");
      if (status / 100 != 3 || location == null) {
        return new Answer(status, body(connection, status));
      }
      connection.disconnect();
      at = uri(at).resolve(uri(location)).toString();
    }
    throw AciException.malformed("more than %d redirects".formatted(MAX_REDIRECTS));
  }

  private static InputStream body(HttpURLConnection connection, int status) throws IOException {
    InputStream body = status < 400 ? connection.getInputStream() : connection.getErrorStream();
    return body == null ? InputStream.nullInputStream() : body;
  }

  private static URI uri(String text) throws AciException {
    try {
      return new URI(text);
    } catch (URISyntaxException e) {
      throw AciException.malformed("'%s' is no URL".formatted(ByteText.show(text)), e);
    }
  }

  private HttpURLConnection connect(URI url) throws IOException {
    String scheme = String.valueOf(url.getScheme());
    if (!scheme.equals("https") && !(scheme.equals("http") && allows(Insecure.HTTP))) {
      throw AciException.malformed(
          "'%s' is no HTTPS URL".formatted(ByteText.show(url.toString()))
              + (scheme.equals("http") ? "\nhint: --insecure=http allows it" : ""));
    }
    try {
      HttpURLConnection connection =
          (HttpURLConnection) url.toURL().openConnection(proxies.of(url));
      connection.setInstanceFollowRedirects(false);
      connection.setConnectTimeout(TIMEOUT_MS);
      connection.setReadTimeout(TIMEOUT_MS);
      connection.setRequestProperty("User-Agent", "aci");
      credentials
          .header(url)
          .ifPresent(header -> connection.setRequestProperty("Authorization", header));
      if (connection instanceof HttpsURLConnection secure) {
        sockets.ifPresent(secure::setSSLSocketFactory);
        if (allows(Insecure.TLS)) {
          secure.setHostnameVerifier((host, session) -> true);
        }
      }
      connection.connect();
      return connection;
    } catch (UnknownHostException e) {
      throw AciException.malformed(
          "host '%s' is not known".formatted(ByteText.show(url.getHost())), e);
    } catch (IllegalArgumentException e) {
      throw AciException.malformed(e.getMessage(), e);
    }
  }
}
