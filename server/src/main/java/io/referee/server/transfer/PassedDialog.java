package io.referee.server.transfer;

import io.referee.sip.header.NameAddr;
import io.referee.sip.header.Replaces;
import io.referee.sip.message.HeaderName;
import io.referee.sip.message.MessageBuilder;
import io.referee.sip.message.Request;
import io.referee.sip.uri.SipUri;

import java.util.List;
import java.util.Optional;

/// The dialog that the Refer-To of a REFER names which is to be passed on (`transfers.md` A5.1).
final class PassedDialog {
    private PassedDialog() {}

    /// The one Replaces of the Refer-To; empty when there is none, or it cannot be read.
    static Optional<Replaces> in(Request refer) {
        return target(refer).flatMap(PassedDialog::in);
    }

    private static Optional<SipUri> target(Request refer) {
        List<String> values = refer.values(HeaderName.REFER_TO);
        return values.size() == 1
                ? NameAddr.parse(values.getFirst()).flatMap(NameAddr::sipUri)
                : Optional.empty();
    }

    private static Optional<Replaces> in(SipUri uri) {
        List<String> found = ReferredDialog.values(uri);
        return found.size() == 1 ? Replaces.parse(found.getFirst()) : Optional.empty();
    }

    /// The REFER as it would be without that dialog, so that the rest of it can be judged.
    static Request without(Request refer) {
        Optional<SipUri> target = target(refer);
        if (target.isEmpty() || in(target.get()).isEmpty()) {
            return refer;
        }
        return MessageBuilder.from(refer)
                .set(
                        HeaderName.REFER_TO,
                        ReferTo.bracketed(new ReferTo(target.get()).blind().uri()))
                .request(refer.method(), refer.uri());
    }
}
