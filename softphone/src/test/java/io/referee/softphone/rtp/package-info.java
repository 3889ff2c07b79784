/// Audio without a phone around it.
@NullMarked
package io.referee.softphone.rtp;

import org.jspecify.annotations.NullMarked;
