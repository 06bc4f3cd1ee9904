/// Images made of images: the same files under another manifest.
package io.stage1kvm.aci.edit;
