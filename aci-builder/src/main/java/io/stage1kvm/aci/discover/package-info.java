/// Where images are and how they get here (appc `discovery.md`): meta tags of HTML pages name
/// templates of URLs, names and labels fill them in.
///
/// HTTP is that of `java.base`, so that the runtime needs no module more.
package io.stage1kvm.aci.discover;
