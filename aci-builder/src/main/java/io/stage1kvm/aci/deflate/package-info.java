/// Compression to deflate (RFC 1951), in Java: quicker than zlib, and the same bytes whichever JDK
/// or library the machine has.
///
/// [io.stage1kvm.aci.deflate.Deflate] compresses a piece of a stream, given what lies before it.
/// A [io.stage1kvm.aci.deflate.Parser] makes tokens of it (literals and matches), with the help of
/// a [io.stage1kvm.aci.deflate.MatchFinder]; [io.stage1kvm.aci.deflate.Tokens] decides where
/// a block ends; a [io.stage1kvm.aci.deflate.BlockWriter] writes it in the shortest of the
/// format's three ways.
package io.stage1kvm.aci.deflate;
