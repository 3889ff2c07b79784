package io.referee.sip.header;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TargetDialogTest {
    private static final TargetDialog WRITTEN =
            TargetDialog.parse("c1@host;local-tag=receiver;remote-tag=sender").orElseThrow();

    @Test
    void theTagsAreNamedAsTheReceiverSeesThem() {
        assertThat(new TargetDialog("c1@host", "receiver", "sender")).isEqualTo(WRITTEN);
        assertThat(WRITTEN.names("c1@host", "receiver", "sender")).isTrue();
    }

    @Test
    void aSenderThatNamesThemAsItSeesThemIsUnderstood() {
        assertThat(WRITTEN.names("c1@host", "sender", "receiver")).isTrue();
    }

    @Test
    void allThreeHaveToFit() {
        assertThat(WRITTEN.names("c2@host", "receiver", "sender")).isFalse();
        assertThat(WRITTEN.names("c1@host", "receiver", "another")).isFalse();
        assertThat(WRITTEN.names("c1@host", "sender", "sender")).isFalse();
    }

    @Test
    void withoutATagItNamesNothing() {
        assertThat(TargetDialog.parse("c;local-tag=theirs")).isEmpty();
    }
}
