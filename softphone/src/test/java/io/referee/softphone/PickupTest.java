package io.referee.softphone;

import static io.referee.softphone.Waiting.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.referee.sip.header.Replaces;
import io.referee.sip.message.HeaderName;
import io.referee.sip.message.Request;
import io.referee.sip.session.Session;

import org.junit.jupiter.api.Test;

import java.util.concurrent.CompletableFuture;

/// A line that answers what rings at another phone.
class PickupTest {
    @Test
    void theInviteNamesTheDialogThatItReplaces() throws Exception {
        try (ScriptedPeer server = new ScriptedPeer();
                SoftPhone bob = SoftPhone.builder().name("bob").build()) {
            CompletableFuture<Request> invited = new CompletableFuture<>();
            server.onInvite =
                    (session, invite) -> {
                        invited.complete(invite);
                        server.accept(session, invite);
                    };
            PhoneLine line =
                    bob.line(
                            SipAccount.udp(
                                    "bob", "secret", "example.org", "127.0.0.1:" + server.port()));
            Replaces early = new Replaces("c@h", "theirs", "ours", Replaces.When.EARLY_ONLY);

            PhoneCall call = line.call("carol", early);

            Request invite = Waiting.of(invited);
            assertThat(invite.value(HeaderName.REPLACES))
                    .contains("c@h;to-tag=theirs;from-tag=ours;early-only");
            assertThat(invite.value(HeaderName.REQUIRE)).contains("replaces");
            assertThat(invite.uri().text()).isEqualTo("sip:carol@example.org");
            assertThat(state(call, CallState.IN_CALL)).isEqualTo(CallState.IN_CALL);
        }
    }

    @Test
    void aCallThatRingsNamesItselfAsTheOtherSideSeesIt() throws Exception {
        try (ScriptedPeer server = new ScriptedPeer();
                SoftPhone carol = SoftPhone.builder().name("carol").build()) {
            CompletableFuture<PhoneCall> incoming = Waiting.incoming(carol);
            server.call(carol.uri(), server.sdp.offer(io.referee.sip.sdp.Direction.SENDRECV));
            PhoneCall rings = Waiting.of(incoming);

            Replaces named = rings.replaces(Replaces.When.EARLY_ONLY).orElseThrow();

            assertThat(named.when()).isEqualTo(Replaces.When.EARLY_ONLY);
            rings.answer();
            Session session = Waiting.of(server.talking);
            assertThat(named.names(session.callId(), session.localTag(), session.remoteTag()))
                    .isTrue();
        }
    }

    @Test
    void aCallThatIsOverHasNoName() throws Exception {
        try (ScriptedPeer server = new ScriptedPeer();
                SoftPhone bob = SoftPhone.builder().name("bob").build()) {
            PhoneCall call = bob.call(server.uri());
            state(call, CallState.IN_CALL);
            assertThat(call.replaces(Replaces.When.ALWAYS)).isPresent();

            call.hangUp();
            state(call, CallState.COMPLETED);

            assertThat(call.replaces(Replaces.When.ALWAYS)).isEmpty();
        }
    }
}
