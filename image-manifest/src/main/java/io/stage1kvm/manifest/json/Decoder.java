package io.stage1kvm.manifest.json;

/// Makes a value of a manifest from a JSON value.
interface Decoder<T> {
  T decode(Node node) throws Problem;
}
