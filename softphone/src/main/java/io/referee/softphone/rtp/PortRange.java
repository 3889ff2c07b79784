package io.referee.softphone.rtp;

/// UDP ports for RTP. *Immutable.*
///
/// @param first lowest port; 0 together with `last` 0 lets the system choose
/// @param last highest port, included
public record PortRange(int first, int last) {
    /// Whatever port the system gives.
    public static final PortRange ANY = new PortRange(0, 0);

    public PortRange {
        if (first < 0 || last < first || last > 65_535 || first == 0 && last > 0) {
            throw new IllegalArgumentException("port range " + first + " to " + last);
        }
    }

    boolean any() {
        return last == 0;
    }
}
