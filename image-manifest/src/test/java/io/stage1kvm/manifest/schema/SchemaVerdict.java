package io.stage1kvm.manifest.schema;

import io.stage1kvm.manifest.json.JsonTrees;

/// What the schemas say of a document, by its kind or its looks.
public final class SchemaVerdict {
  private static final Evaluator IMAGE = new Evaluator(JsonTrees.parse(ManifestSchema.image()));
  private static final Evaluator POD = new Evaluator(JsonTrees.parse(ManifestSchema.pod()));

  private SchemaVerdict() {}

  public static boolean accepts(String json) {
    return (json.contains("PodManifest") ? POD : IMAGE).accepts(JsonTrees.parse(json));
  }
}
