/// JMH benchmarks of the library, as ratios to a plain scan of the same octets.
@NullMarked
package io.referee.bench.micro;

import org.jspecify.annotations.NullMarked;
