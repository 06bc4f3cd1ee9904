package io.stage1kvm.aci.extract;

import io.stage1kvm.aci.layout.EntryPath;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// What was not made, gathered into one warning for each kind. For any thread.
final class Omissions {
  private final Set<EntryPath> devices = new HashSet<>();
  private final Set<String> xattrs = new TreeSet<>();
  private int owners;
  private int setIds;

  synchronized void device(EntryPath path) {
    devices.add(path);
  }

  synchronized boolean hasDevice(EntryPath path) {
    return devices.contains(path);
  }

  synchronized void owner() {
    owners++;
  }

  synchronized void setId() {
    setIds++;
  }

  synchronized void xattr(String name) {
    xattrs.add(name);
  }

  synchronized List<String> warnings() {
    List<String> lost = new ArrayList<>();
    addCount(lost, owners, "owner", "owners");
    addCount(lost, devices.size(), "device node", "device nodes");
    addCount(lost, setIds, "set-user-ID or set-group-ID mode", "set-user-ID or set-group-ID modes");
    List<String> warnings = new ArrayList<>();
    if (!lost.isEmpty()) {
      warnings.add("not extracted, because only root can: " + String.join(", ", lost));
    }
    if (!xattrs.isEmpty()) {
      warnings.add("extended attributes not set: " + String.join(", ", xattrs));
    }
    return warnings;
  }

  private static void addCount(List<String> lost, int count, String one, String many) {
    if (count > 0) {
      lost.add(count + " " + (count == 1 ? one : many));
    }
  }
}
