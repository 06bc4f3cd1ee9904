/// Random steps against parsers: how many, from which seed, in what time. For tests alone.
package io.stage1kvm.fuzz;
