package io.stage1kvm.stage1;

import io.stage1kvm.pod.PodDirectory;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/// The logs of a pod's apps, opened when first asked for.
final class AppLogs implements AutoCloseable {
  private final PodDirectory pod;
  private final long limit;
  private final Map<String, AppLog> open = new LinkedHashMap<>();

  /// @param limit bytes kept per app
  AppLogs(PodDirectory pod, long limit) {
    this.pod = pod;
    this.limit = limit;
  }

  AppLog of(String app) throws IOException {
    AppLog log = open.get(app);
    if (log == null) {
      log = AppLog.open(pod.log(app), limit);
      open.put(app, log);
    }
    return log;
  }

  @Override
  public void close() throws IOException {
    for (AppLog log : open.values()) {
      log.close();
    }
  }
}
