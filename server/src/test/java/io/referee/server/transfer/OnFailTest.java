package io.referee.server.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import io.referee.server.transfer.OnFail.Step;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OnFailTest {
    @Test
    void stepsAreReadInTheirOrder() {
        OnFail policy = OnFail.parse("recall, to:sip:x@y,dialplan:closed").orElseThrow();

        assertThat(policy.steps())
                .containsExactly(
                        Step.Simple.RECALL, new Step.To("sip:x@y"), new Step.Plan("closed"));
        assertThat(policy.rest().first()).isEqualTo(new Step.To("sip:x@y"));
    }

    @Test
    void whatIsNotSaidIsAsConfigured() {
        assertThat(OnFail.CONFIGURED.or(OnFail.RECALL)).isEqualTo(OnFail.RECALL);
        assertThat(OnFail.HANGUP.or(OnFail.RECALL)).isEqualTo(OnFail.HANGUP);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "cry",
                "to:",
                "dialplan:",
                "recall,",
                "recall,recall,recall,recall,recall,hangup"
            })
    void anythingElseIsNoPolicy(String text) {
        assertThat(OnFail.parse(text)).isEmpty();
    }
}
