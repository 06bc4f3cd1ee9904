/// JSON Schemas (draft 2020-12) of the manifests, made from the types, so that an editor checks
/// while one types.
package io.stage1kvm.manifest.schema;
