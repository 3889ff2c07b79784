package io.referee.sip.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.referee.sip.header.Replaces;
import io.referee.sip.header.Replaces.When;
import io.referee.sip.message.Header;
import io.referee.sip.message.MessageBuilder;
import io.referee.sip.message.Method;
import io.referee.sip.message.Request;
import io.referee.sip.transport.Hop;

import org.junit.jupiter.api.Test;

import java.util.List;

/// RFC 3891 §3: what Replaces means to a user agent that has such a dialog, or has not.
class ReplacesMatchTest {
    private static final Hop BOB = Town.udp(1);

    private final Town town = new Town();
    private final Session ours = town.call("198.51.100.1", new SessionListener() {});

    private Replaces naming(When when) {
        return new Replaces(ours.callId(), ours.localTag(), ours.remoteTag(), when);
    }

    private ReplacesMatch match(When when) {
        return town.agent.match(naming(when));
    }

    private void answer(int status) {
        town.answer(town.last("INVITE", BOB), status);
    }

    private static void refused(ReplacesMatch match, int status) {
        assertThat(match)
                .isInstanceOfSatisfying(
                        ReplacesMatch.Refused.class,
                        no -> assertThat(no.status()).isEqualTo(status));
    }

    @Test
    void aDialogThatIsUpMatches() {
        answer(200);
        assertThat(match(When.ALWAYS)).isEqualTo(new ReplacesMatch.Confirmed(ours));
    }

    @Test
    void earlyOnlyDoesNotMeanADialogThatIsUp() {
        answer(200);
        refused(match(When.EARLY_ONLY), 486);
    }

    @Test
    void aCallOfOursThatRingsMatches() {
        answer(180);
        assertThat(match(When.EARLY_ONLY)).isEqualTo(new ReplacesMatch.Ringing(ours));
        assertThat(match(When.ALWAYS)).isEqualTo(new ReplacesMatch.Ringing(ours));
    }

    @Test
    void anEarlyDialogOfThePeerDoesNotMatch() {
        Request invite = invite(List.of());
        town.agent.received(invite, BOB);
        Session theirs = town.agent.session("their-call", "token" + lastToken()).orElseThrow();

        refused(
                town.agent.match(
                        new Replaces("their-call", theirs.localTag(), "theirs", When.ALWAYS)),
                481);
    }

    private int lastToken() {
        for (int i = 99; i > 0; i--) {
            if (town.agent.session("their-call", "token" + i).isPresent()) {
                return i;
            }
        }
        throw new AssertionError("no session");
    }

    @Test
    void aDialogThatIsOverIsDeclined() {
        answer(200);
        ours.bye(List.of());
        refused(match(When.ALWAYS), 603);
    }

    @Test
    void otherTagsMatchNothing() {
        answer(200);
        String id = ours.callId();
        refused(town.agent.match(new Replaces(id, ours.localTag(), "x", When.ALWAYS)), 481);
        refused(town.agent.match(new Replaces(id, "x", ours.remoteTag(), When.ALWAYS)), 481);
        refused(
                town.agent.match(new Replaces("x", ours.localTag(), ours.remoteTag(), When.ALWAYS)),
                481);
    }

    @Test
    void aRequestMayHaveOneOfThemOnly() {
        Header one = Header.of("Replaces", "a@b;to-tag=1;from-tag=2");
        assertThat(town.agent.match(invite(List.of()))).isEqualTo(new ReplacesMatch.Nothing());
        refused(town.agent.match(invite(List.of(one))), 481);
        refused(town.agent.match(invite(List.of(one, one))), 400);
        refused(town.agent.match(invite(List.of(one, Header.of("Join", "a;to-tag=1")))), 400);
        refused(town.agent.match(invite(List.of(Header.of("Replaces", "a@b;to-tag=1")))), 400);
    }

    @Test
    void onlyAnInviteMayHaveIt() {
        Request invite = invite(List.of(Header.of("Replaces", "a@b;to-tag=1;from-tag=2")));
        Request info = MessageBuilder.from(invite).request(Method.INFO, invite.uri());
        refused(town.agent.match(info), 400);
    }

    private Request invite(List<Header> headers) {
        Request model = town.last("INVITE", BOB).request();
        return MessageBuilder.from(model)
                .callId("their-call")
                .from(model.from().withTag("theirs"))
                .addAll(headers)
                .request(Method.INVITE, model.uri());
    }
}
