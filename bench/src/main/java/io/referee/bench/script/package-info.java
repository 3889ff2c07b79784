/// Measures scripts alone: how soon they start, what a run costs, what waiting costs.
@NullMarked
package io.referee.bench.script;

import org.jspecify.annotations.NullMarked;
