package io.stage1kvm.manifest.json;

import io.stage1kvm.manifest.type.ManifestRule;
import io.stage1kvm.manifest.type.ManifestRule.Actool;

/// One thing that is wrong with a document, or should be otherwise.
///
/// @param rule that is broken
/// @param actool what actool does with this very case; where the rule alone does not tell
/// @param path where in the document: `$.app.ports[0].port`
/// @param line from 1
/// @param column from 1, in characters
/// @param message what is wrong, without the place
public record ManifestFinding(
    ManifestRule rule, Actool actool, String path, int line, int column, String message) {}
