package io.referee.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.referee.softphone.CallState;
import io.referee.softphone.LineState;
import io.referee.softphone.PhoneCall;
import io.referee.softphone.PhoneLine;
import io.referee.softphone.RingBehaviour;
import io.referee.softphone.SipAccount;
import io.referee.softphone.SoftPhone;

import java.net.InetAddress;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/// Phones of this process at a server in another one. *Any thread.*
final class SoftPhones {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private SoftPhones() {}

    /// A phone that does nothing by itself.
    static SoftPhone silent(Phone who) throws Exception {
        return SoftPhone.builder()
                .name(who.user())
                .bindAddress(InetAddress.getLoopbackAddress())
                .ringing(RingBehaviour.NOTHING)
                .build();
    }

    /// Its line, which is registered.
    static PhoneLine registered(SoftPhone phone, Phone who, RunningServer server) throws Exception {
        PhoneLine line =
                phone.line(
                        SipAccount.udp(
                                who.user(),
                                who.password(),
                                "localhost",
                                "127.0.0.1:" + server.port(Transport.UDP)));
        assertThat(line.register().get(LIMIT.toSeconds(), TimeUnit.SECONDS))
                .isEqualTo(LineState.REGISTERED);
        return line;
    }

    /// A call that was answered.
    static PhoneCall calling(PhoneLine line, Phone callee) {
        PhoneCall call = line.call("sip:" + callee.user() + "@localhost");
        assertThat(call.await(CallState.IN_CALL, LIMIT))
                .as("status " + call.endStatus())
                .isEqualTo(CallState.IN_CALL);
        return call;
    }
}
