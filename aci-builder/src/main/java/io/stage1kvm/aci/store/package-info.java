/// Images on disk, by their IDs: [io.stage1kvm.aci.store.ImageStore].
///
/// ```
/// STORE/images/sha512-…/image      the file as it was added
/// STORE/images/sha512-…/manifest   its manifest
/// STORE/tmp/…/                     what is being added or removed, locked by whoever does it
/// STORE/lock                       shared by readers, exclusive for removal
/// ```
///
/// An image is there when its directory is, which is moved to its place in one step after all of it
/// was written out. So any number of processes may work at once, and one that dies leaves nothing
/// but a directory in `tmp` that nobody holds a lock on; the next that adds an image removes it.
package io.stage1kvm.aci.store;
