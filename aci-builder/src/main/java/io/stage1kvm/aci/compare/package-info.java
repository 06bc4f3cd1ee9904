/// What is different between two images: manifests value by value, trees file by file.
package io.stage1kvm.aci.compare;
