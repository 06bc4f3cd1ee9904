/// Image and pod manifests (aci.md, pods.md): the documents of the appc schema, immutable and
/// always valid. Builders and `with…` methods make new ones.
package io.stage1kvm.manifest;
