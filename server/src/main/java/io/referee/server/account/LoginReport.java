package io.referee.server.account;

import io.referee.server.event.EventSink;
import io.referee.server.event.SecurityFact;
import io.referee.sip.transport.Outside;

/// Publishes each wrong password, for a known account or not, as `security.login_failed`. *Engine
/// thread only.*
public record LoginReport(Outside outside, EventSink events) implements LoginWatch {

    @Override
    public void attempted(Attempt attempt) {
        switch (attempt.outcome()) {
            case WRONG_PASSWORD, UNKNOWN_ACCOUNT -> publish(attempt);
            case ACCEPTED, CHALLENGED, STALE, REPLAYED, MALFORMED, NOT_SERVED -> {}
        }
    }

    private void publish(Attempt attempt) {
        events.publish(
                outside.now(),
                attempt.owner(),
                "",
                "",
                "",
                new SecurityFact(
                        "login_failed",
                        attempt.from().toString(),
                        attempt.account(),
                        "wrong credentials with " + attempt.method(),
                        1));
    }
}
