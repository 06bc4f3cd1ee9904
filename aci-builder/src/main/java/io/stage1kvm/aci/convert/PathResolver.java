package io.stage1kvm.aci.convert;

import io.stage1kvm.aci.archive.AciEntry;
import io.stage1kvm.aci.archive.AciException;
import io.stage1kvm.aci.archive.ByteText;
import io.stage1kvm.aci.layout.EntryPath;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/// Finds the directory that a name lies in. Links are followed as a process whose root is the tree
/// would: nothing leads out.
final class PathResolver {
  /// Linux's limit.
  private static final int MAX_LINKS = 40;

  private static final int NEVER = -1;

  private final Node root;

  PathResolver(Node root) {
    this.root = root;
  }

  /// @return the directory above the last part; empty if there is none
  Optional<Node> find(EntryPath path) throws AciException {
    return Optional.ofNullable(new Walk(path, NEVER).go());
  }

  /// @return the directory above the last part, made for a layer if it is not there
  Node directory(EntryPath path, int layer) throws AciException {
    return new Walk(path, layer).go();
  }

  private final class Walk {
    private final EntryPath path;
    private final int layer;
    private final Deque<String> left = new ArrayDeque<>();
    private final Deque<Node> above = new ArrayDeque<>();
    private Node at = root;
    private int links;

    Walk(EntryPath path, int layer) {
      this.path = path;
      this.layer = layer;
      left.addAll(path.parts().subList(0, path.parts().size() - 1));
    }

    Node go() throws AciException {
      while (!left.isEmpty() && at != null) {
        step(left.removeFirst());
      }
      return at;
    }

    private void step(String part) throws AciException {
      if (part.isEmpty() || part.equals(".")) {
        return;
      }
      if (part.equals("..")) {
        at = above.isEmpty() ? root : above.pop();
        return;
      }
      Node next = at.children().get(part);
      if (next == null && layer != NEVER) {
        next = Node.directory(layer);
        at.children().put(part, next);
      }
      if (next == null || next.isDirectory()) {
        above.push(at);
        at = next;
      } else if (next.inode().entry() instanceof AciEntry.Symlink link) {
        follow(link);
      } else if (layer == NEVER) {
        at = null;
      } else {
        throw AciException.malformed(
            "entry '%s' lies below a %s".formatted(show(), next.inode().entry().kind()));
      }
    }

    private void follow(AciEntry.Symlink link) throws AciException {
      if (++links > MAX_LINKS) {
        throw AciException.malformed("entry '%s' lies below a loop of links".formatted(show()));
      }
      if (link.target().startsWith("/")) {
        above.clear();
        at = root;
      }
      List<String> parts = List.of(link.target().split("/"));
      parts.reversed().forEach(left::addFirst);
    }

    private String show() {
      return ByteText.show(path.toString());
    }
  }
}
