/// JSON Schemas of both manifests as files, for editors.
package io.stage1kvm.aci.schema;
