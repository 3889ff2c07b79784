package io.referee.server.dialplan.dry;

import io.referee.server.call.Target;
import io.referee.sip.session.Addressing;
import io.referee.sip.session.Reach;
import io.referee.sip.transport.Hop;
import io.referee.sip.uri.Uri;

import java.net.InetAddress;
import java.util.function.Consumer;

/// Warns of legs that the operator lets lead nowhere. Only what is written as an address is looked
/// at: a dry run asks nobody what a name stands for. *One thread.*
///
/// @param bounds where calls of plans may lead
record ReachWarnings(Reach bounds, Consumer<String> warnings) {
    /// Somebody elsewhere is called.
    ///
    /// @param shown what is called, for people
    /// @param next whom the INVITE would be sent to: the server itself, or an outbound proxy
    void outside(String shown, Uri next) {
        look(shown, Addressing.hop(next), bounds);
    }

    /// A phone is called.
    ///
    /// @param shown what is called, for people
    void phone(String shown, Target phone) {
        look(shown, phone.hop(), phone.reach(bounds));
    }

    private void look(String shown, Hop hop, Reach reach) {
        InetAddress address = hop.address().getAddress();
        if (address != null && !reach.includes().test(address)) {
            warnings.accept(shown + " is not called: " + reach.refusal() + ".");
        }
    }
}
