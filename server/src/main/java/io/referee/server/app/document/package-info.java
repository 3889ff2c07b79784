/// YAML and JSON texts as trees that remember where each value stood, so that a complaint can say
/// line, column and key.
@NullMarked
package io.referee.server.app.document;

import org.jspecify.annotations.NullMarked;
