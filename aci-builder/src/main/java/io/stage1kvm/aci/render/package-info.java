/// Images and their dependencies become one tree (appc `ace.md`, "Filesystem Setup").
///
/// [io.stage1kvm.aci.render.Dependencies] puts the images in an order, the uppermost first.
/// [io.stage1kvm.aci.render.RenderPlan] decides from their entries which image each path comes
/// from.
/// [io.stage1kvm.aci.render.Renderer] then makes each path once: nothing is written to be replaced.
package io.stage1kvm.aci.render;
