/// Isolators (ace.md, Isolators): the resources and rights an app or a pod is confined to.
package io.stage1kvm.manifest.isolator;
