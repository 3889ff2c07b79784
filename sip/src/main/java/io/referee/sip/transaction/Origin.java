package io.referee.sip.transaction;

import io.referee.sip.header.CSeq;
import io.referee.sip.message.Request;

import java.util.Comparator;

/// What is the same in a request outside of a dialog by whatever way it comes (RFC 3261 §8.2.2.2),
/// for one address of ours: each is a user agent server of its own. Comparable as [ServerKey] is.
/// *Immutable.*
record Origin(String callId, String fromTag, CSeq cseq, String uri) implements Comparable<Origin> {
    private static final Comparator<Origin> ORDER =
            Comparator.comparing(Origin::callId)
                    .thenComparing(Origin::fromTag)
                    .thenComparing(origin -> origin.cseq().text())
                    .thenComparing(Origin::uri);

    static Origin of(Request request) {
        return new Origin(
                request.callId(), request.fromTag(), request.cseq(), request.uri().text());
    }

    @Override
    public int compareTo(Origin other) {
        return ORDER.compare(this, other);
    }
}
