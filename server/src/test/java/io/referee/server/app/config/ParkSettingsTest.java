package io.referee.server.app.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.referee.server.app.document.BadConfiguration;
import io.referee.server.app.document.Document;
import io.referee.server.transfer.TransferSettings.ParkRules;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.util.Map;

/// The group `park`, and how long an owner may think.
class ParkSettingsTest {
    private static ParkRules read(String text, Map<String, String> environment) {
        return ConfigurationReader.read(Document.yaml("r.yaml", text), environment)
                .transfer()
                .park();
    }

    @Test
    void slotsAreARangeOfNumbers() {
        assertThat(read("park: {slots: 700-719, time: 90}", Map.of()))
                .isEqualTo(new ParkRules(700, 719, Duration.ofSeconds(90)));
        assertThat(read("park: {slots: 5}", Map.of()))
                .isEqualTo(new ParkRules(5, 5, Duration.ofSeconds(120)));
        assertThat(read("park: {slots: off}", Map.of()).on()).isFalse();
        assertThat(read("data: d", Map.of()).on()).isFalse();
        assertThat(read("data: d", Map.of("REFEREE_PARK_SLOTS", "800-801")).last()).isEqualTo(801);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"719-700", "700-", "-7", "0700-0710", "1-1001", "7x", "1000000", "700-7-9"})
    void whatIsNoRangeIsRefused(String slots) {
        assertThatExceptionOfType(BadConfiguration.class)
                .isThrownBy(() -> read("park: {slots: \"" + slots + "\"}", Map.of()))
                .withMessageContaining("r.yaml, line 1")
                .withMessageContaining("park.slots must be off or two numbers");
    }

    @Test
    void theOwnerHasAsLongAsIsSet() {
        assertThat(
                        ConfigurationReader.read(
                                        Document.yaml("r.yaml", "transfer: {askTime: 7}"), Map.of())
                                .transfer()
                                .times()
                                .ask())
                .isEqualTo(Duration.ofSeconds(7));
    }

    @Test
    void theOwnerThinksForFiftySecondsAtMost() {
        assertThatExceptionOfType(BadConfiguration.class)
                .isThrownBy(() -> read("transfer: {askTime: 51}", Map.of()))
                .withMessageContaining("transfer.askTime must be a number from 1 to 50");
    }
}
