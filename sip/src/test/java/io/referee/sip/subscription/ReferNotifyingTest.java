package io.referee.sip.subscription;

import static org.assertj.core.api.Assertions.assertThat;

import io.referee.sip.header.Event;
import io.referee.sip.message.Header;
import io.referee.sip.message.HeaderName;
import io.referee.sip.message.MessageBuilder;
import io.referee.sip.message.Method;
import io.referee.sip.message.Request;
import io.referee.sip.message.Response;
import io.referee.sip.message.Samples;

import org.junit.jupiter.api.Test;

import java.util.List;

/// RFC 3515 §2.4.6, RFC 4488, RFC 7614.
class ReferNotifyingTest {
    private static Request request(Method method, List<Header> headers) {
        Request sample = Samples.request(method);
        return MessageBuilder.from(sample).addAll(headers).request(method, sample.uri());
    }

    private static Request event(String event) {
        return request(Method.NOTIFY, List.of(Header.of(HeaderName.EVENT, event)));
    }

    @Test
    void whatIsAskedForIsUnderstood() {
        for (ReferNotifying asked : ReferNotifying.values()) {
            Request refer = request(Method.REFER, asked.request());
            assertThat(ReferNotifying.asked(refer)).isEqualTo(asked);
        }
    }

    @Test
    void aDeclinedSubscriptionIsMadeUnlessTheResponseSaysFalseToo() {
        Request refer = request(Method.REFER, ReferNotifying.DECLINED.request());
        Response silent = MessageBuilder.responding(refer, "b").response(202);
        Response agreed =
                MessageBuilder.responding(refer, "b")
                        .add(HeaderName.REFER_SUB, "False ;x=y")
                        .response(202);

        assertThat(ReferNotifying.granted(ReferNotifying.DECLINED, silent).notifies()).isTrue();
        assertThat(ReferNotifying.granted(ReferNotifying.DECLINED, agreed).notifies()).isFalse();
        assertThat(ReferNotifying.granted(ReferNotifying.NOSUB, silent).notifies()).isFalse();
    }

    @Test
    void without202ThereIsNoSubscription() {
        assertThat(ReferNotifying.NOSUB.accepted()).isEqualTo(200);
        assertThat(ReferNotifying.EXPLICIT.accepted()).isEqualTo(200);
        assertThat(ReferNotifying.IMPLICIT.accepted()).isEqualTo(202);
    }

    @Test
    void onlyTheFirstReferOfADialogNeedsNoId() {
        assertThat(ReferEvents.event(93, 1).text()).isEqualTo("refer");
        assertThat(ReferEvents.event(94, 2).text()).isEqualTo("refer;id=94");
    }

    @Test
    void aNotifyWithoutAnIdMayBeAboutAnyRefer() {
        assertThat(ReferEvents.concerns(Event.REFER, 93)).isTrue();
        assertThat(ReferEvents.concerns(Event.refer(93), 93)).isTrue();
        assertThat(ReferEvents.concerns(Event.refer(94), 93)).isFalse();
        assertThat(ReferEvents.concerns(new Event("dialog", ""), 93)).isFalse();
        assertThat(ReferEvents.isRefer(event("Refer;id=1"))).isTrue();
        assertThat(ReferEvents.isRefer(event("referral"))).isFalse();
    }

    @Test
    void aNotifyOfAnUnknownSubscriptionIs481AndOfAnUnknownPackage489() {
        DialogSubscriptions<String> known = new DialogSubscriptions<>();
        known.add(Event.refer(1), "first");
        known.add(Event.refer(2), "second");

        assertThat(known.find(event("refer;id=2")))
                .isEqualTo(new DialogSubscriptions.Finding.Found<>("second"));
        assertThat(known.find(event("refer;id=3")))
                .isEqualTo(new DialogSubscriptions.Finding.Refused<>(481));
        assertThat(known.find(event("dialog")))
                .isEqualTo(new DialogSubscriptions.Finding.Refused<>(489));
        assertThat(known.find(Samples.request(Method.NOTIFY)))
                .isEqualTo(new DialogSubscriptions.Finding.Refused<>(489));

        known.remove(Event.refer(2));
        assertThat(known.find(event("refer;id=2")))
                .isEqualTo(new DialogSubscriptions.Finding.Refused<>(481));
    }

    @Test
    void aDialogBearsSoManySubscriptions() {
        DialogSubscriptions<String> full = new DialogSubscriptions<>();
        for (int i = 0; i < DialogSubscriptions.MAX_SUBSCRIPTIONS; i++) {
            assertThat(full.add(Event.refer(i), "x")).isTrue();
        }

        assertThat(full.add(Event.refer(1_000), "one more")).isFalse();
        assertThat(full.add(Event.refer(1), "again")).isTrue();
        assertThat(full.size()).isEqualTo(DialogSubscriptions.MAX_SUBSCRIPTIONS);
    }
}
