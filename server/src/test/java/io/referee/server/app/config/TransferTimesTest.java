package io.referee.server.app.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.referee.server.app.document.BadConfiguration;
import io.referee.server.app.document.Document;
import io.referee.server.transfer.ToForm;
import io.referee.server.transfer.TransferLimits;
import io.referee.server.transfer.TransferSettings;
import io.referee.server.transfer.TransferSettings.Times;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/// The times of transfers and of SIP itself (`transfers.md` 0.4).
class TransferTimesTest {
    private static Configuration read(String text) {
        return ConfigurationReader.read(Document.yaml("r.yaml", text), Map.of());
    }

    private static TransferSettings transfer(String text) {
        return read(text).transfer();
    }

    @Test
    void withoutSettingsTheyAreThoseOfTheTable() {
        assertThat(transfer("data: d").times()).isEqualTo(Times.STANDARD);
        assertThat(read("data: d").sip().t1()).isEqualTo(Duration.ofMillis(500));
    }

    @Test
    void eachHasAKey() {
        TransferSettings read =
                transfer(
                        """
                        transfer: {ringTimeout: 30, askTime: 9}
                        refer:
                          expires: 31
                          notifyMinInterval: 2
                          finalNotifyWait: 3
                          transferorByeGrace: 4
                          outFirstNotify: 5
                          outTotal: 6
                          stateRetention: 70
                          eventId: always
                        reinvite: {appTimeout: 7, attempts: 0}
                        moh: {answerWait: 8}
                        hold: {longest: 900}
                        pass: {byeDelay: 10}
                        """);

        assertThat(read.times())
                .isEqualTo(
                        new Times(
                                Duration.ofSeconds(30),
                                Duration.ofSeconds(2),
                                Duration.ofSeconds(3),
                                Duration.ofSeconds(4),
                                Duration.ofSeconds(7),
                                Duration.ofSeconds(5),
                                Duration.ofSeconds(6),
                                Duration.ofSeconds(70),
                                Duration.ofSeconds(8),
                                Times.STANDARD.lateOffer(),
                                Duration.ofSeconds(9),
                                Duration.ofSeconds(31),
                                0));
        assertThat(read.refer().eventId()).isTrue();
        assertThat(read.pass().byeDelay()).isEqualTo(Duration.ofSeconds(10));
        assertThat(read.media().longestHold()).isEqualTo(Duration.ofSeconds(900));
        assertThat(read("sip: {t1: 250}").sip().t1()).isEqualTo(Duration.ofMillis(250));
    }

    @Test
    void theSubscriptionLastsAMinuteLongerThanATargetMayRing() {
        assertThat(transfer("transfer: {ringTimeout: 20}").times().expires())
                .isEqualTo(Duration.ofSeconds(80));
    }

    @Test
    void theGraceOfAnAccountThatMayNotAnyMoreIsRead() {
        assertThat(transfer("data: d").recovery().cutGrace()).isEqualTo(Duration.ofSeconds(60));
        assertThat(transfer("transfer: {cutGrace: 5}").recovery().cutGrace())
                .isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void theLimitsOfAnAccountAreRead() {
        TransferLimits limits =
                transfer("transfer: {maxDepth: 2, costly: ['+1'], costlyPerHour: 4}").limits();

        assertThat(limits.depth()).isEqualTo(2);
        assertThat(limits.costly()).containsExactly("+1");
        assertThat(limits.costlyPerHour()).isEqualTo(4);
    }

    @Test
    void theHoursOfTransfersAreReadInTheirZone() {
        TransferLimits.Hours hours =
                transfer("transfer: {hours: 'MTuWThF;08:00-18:00', zone: Europe/Dublin, legs: 7}")
                        .limits()
                        .hours()
                        .orElseThrow();

        assertThat(hours.text()).isEqualTo("MTuWThF;08:00-18:00");
        assertThat(hours.open().test(Instant.parse("2026-07-01T07:00:00Z"))).isTrue();
        assertThat(hours.open().test(Instant.parse("2026-07-01T17:01:00Z"))).isFalse();
        assertThat(hours.open().test(Instant.parse("2026-07-04T12:00:00Z"))).isFalse();
        assertThat(transfer("transfer: {legs: 7}").limits().legs()).isEqualTo(7);
        assertThat(transfer("transfer: {legs: 7}").limits().hours()).isEmpty();
    }

    @Test
    void hoursThatCannotBeReadAreRefused() {
        assertThatThrownBy(() -> transfer("transfer: {hours: always}"))
                .hasMessageContaining("days and times such as MTuWThF;09:00-17:30");
        assertThatThrownBy(() -> transfer("transfer: {hours: M, zone: Atlantis}"))
                .hasMessageContaining("a time zone such as Europe/Dublin");
    }

    @Test
    void whatIsKnownOfTargetsIsRead() {
        TransferSettings read =
                transfer(
                        "transfer: {automatons: [conf], lateOffers: [5, 6]}\n"
                                + "refer: {toForm: sipTrunkHost,"
                                + " notifyFinal: [Snom], notifyImmediate: [Aastra, Mitel]}\n");

        assertThat(read.media().automatons()).containsExactly("conf");
        assertThat(read.media().lateOffers()).containsExactly("5", "6");
        assertThat(read.refer().toForm()).isEqualTo(ToForm.SIP_TRUNK_HOST);
        assertThat(read.refer().notifyStyle().finals()).containsExactly("Snom");
        assertThat(read.refer().notifyStyle().immediates()).containsExactly("Aastra", "Mitel");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "refer: {expires: 60}|refer.expires must be a number from 61 to 1000000, not"
                        + " \"60\".",
                "refer: {stateRetention: 63}|refer.stateRetention must be a number from 64 to 3600,"
                        + " not \"63\".",
                "refer: {outTotal: 0}|refer.outTotal must be a number from 1 to 3600, not \"0\".",
                "reinvite: {attempts: 11}|reinvite.attempts must be a number from 0 to 10, not"
                        + " \"11\".",
                "moh: {answerWait: soon}|moh.answerWait must be a number from 1 to 3600, not"
                        + " \"soon\".",
                "hold: {longest: 0}|hold.longest must be a number from 1 to 1000000, not \"0\".",
                "pass: {byeDelay: -1}|pass.byeDelay must be a number from 0 to 3600, not \"-1\".",
                "refer: {eventId: never}|refer.eventId must be one of always, auto, not \"never\".",
                "sip: {t1: 50}|sip.t1 must be a number from 100 to 4000, not \"50\"."
            })
    void whatMakesNoSenseIsRefusedInOneSentence(String yaml, String sentence) {
        assertThatExceptionOfType(BadConfiguration.class)
                .isThrownBy(() -> read(yaml))
                .withMessageStartingWith("r.yaml, line 1")
                .withMessageEndingWith(sentence);
    }
}
