package io.referee.server.dialplan.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.referee.server.dialplan.Parsed;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;

/// Time windows; 2026-12-21 is a Monday.
class TimeWindowTest {

    @ParameterizedTest(name = "{0} in {1} at {2}: {3}")
    @CsvSource({
        // days
        "M, UTC, 2026-12-21T00:00:00Z, yes",
        "M, UTC, 2026-12-21T23:59:59Z, yes",
        "M, UTC, 2026-12-22T00:00:00Z, no",
        "TuTh, UTC, 2026-12-22T12:00:00Z, yes",
        "TuTh, UTC, 2026-12-24T12:00:00Z, yes",
        "TuTh, UTC, 2026-12-23T12:00:00Z, no",
        "SaSu, UTC, 2026-12-26T12:00:00Z, yes",
        "sasu, UTC, 2026-12-27T12:00:00Z, yes",
        "'M, W F', UTC, 2026-12-23T12:00:00Z, yes",
        "MTuWThFSaSu;, UTC, 2026-12-23T12:00:00Z, yes",
        // both ends are in
        "MTuWThF;09:00-17:30, UTC, 2026-12-21T08:59:59Z, no",
        "MTuWThF;09:00-17:30, UTC, 2026-12-21T09:00:00Z, yes",
        "MTuWThF;09:00-17:30, UTC, 2026-12-21T17:30:59Z, yes",
        "MTuWThF;09:00-17:30, UTC, 2026-12-21T17:31:00Z, no",
        "MTuWThF;09:00-17:30, UTC, 2026-12-26T12:00:00Z, no",
        "M;9:00-9:00, UTC, 2026-12-21T09:00:30Z, yes",
        "M;00:00-23:59, UTC, 2026-12-21T23:59:59Z, yes",
        "M;00:00-24:00, UTC, 2026-12-21T23:59:59Z, yes",
        // over midnight: the night belongs to the day on which it began
        "F;22:00-06:00, UTC, 2026-12-25T21:59:59Z, no",
        "F;22:00-06:00, UTC, 2026-12-25T22:00:00Z, yes",
        "F;22:00-06:00, UTC, 2026-12-26T06:00:59Z, yes",
        "F;22:00-06:00, UTC, 2026-12-26T06:01:00Z, no",
        "F;22:00-06:00, UTC, 2026-12-25T05:00:00Z, no",
        "F;22:00-06:00, UTC, 2026-12-26T22:00:00Z, no",
        "Su;22:00-06:00, UTC, 2026-12-28T03:00:00Z, yes",
        // zones, and both sides of summer time
        "M;09:00-17:30, Europe/Dublin, 2026-12-21T09:00:00Z, yes",
        "M;09:00-17:30, Europe/Dublin, 2026-07-20T08:00:00Z, yes",
        "M;09:00-17:30, Europe/Dublin, 2026-07-20T17:00:00Z, no",
        "M;09:00-17:30, America/New_York, 2026-12-21T14:00:00Z, yes",
        "M;09:00-17:30, Pacific Standard Time, 2026-12-21T17:00:00Z, yes",
        "Tu, Australia/Hobart, 2026-12-21T14:00:00Z, yes",
        "Su;01:30-01:30, Europe/London, 2026-10-25T00:30:00Z, yes",
        "Su;01:30-01:30, Europe/London, 2026-10-25T01:30:00Z, yes",
        "Su;02:30-02:30, Europe/Berlin, 2026-03-29T01:30:00Z, no",
        "M;09:00-09:00, +10:00, 2026-12-20T23:00:00Z, yes",
    })
    void aWindowHoldsAMoment(String text, String zone, String at, String inside) {
        Parsed<TimeWindow> read = TimeWindow.parse(text, zone, ZoneOffset.UTC);

        assertThat(read).isInstanceOf(Parsed.Good.class);
        assertThat(((Parsed.Good<TimeWindow>) read).value().contains(Instant.parse(at)))
                .isEqualTo(inside.equals("yes"));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "''",
        ";09:00-17:30",
        "X",
        "MX",
        "M;09:00",
        "M;0900-1730",
        "M;25:00-26:00",
        "M;09:60-10:00",
        "M;24:30-25:00",
        "M;-"
    })
    void whatIsNoWindowIsRefused(String text) {
        assertThat(TimeWindow.parse(text, "", ZoneOffset.UTC)).isInstanceOf(Parsed.Wrong.class);
    }

    @Test
    void everyWindowsNameIsAZone() {
        for (Map.Entry<String, String> name : TimeZones.windowsNames().entrySet()) {
            assertThat(TimeZones.zone(name.getKey()))
                    .as(name.getKey())
                    .isEqualTo(Optional.of(ZoneId.of(name.getValue())));
        }
        assertThat(TimeZones.windowsNames()).hasSizeGreaterThan(90);
    }

    @Test
    void everyNameThatWindowsShowsIsAZone() {
        for (Map.Entry<String, String> name : ShownZones.names().entrySet()) {
            assertThat(TimeZones.zone("(UTC+01:00) " + name.getKey()))
                    .as(name.getKey())
                    .isEqualTo(Optional.of(ZoneId.of(name.getValue())));
        }
        assertThat(ShownZones.names()).hasSizeGreaterThan(100);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "(UTC+10:00) Hobart | Australia/Hobart",
                "(GMT+10:00) HOBART | Australia/Hobart",
                "(UTC) Dublin, Edinburgh, Lisbon, London | Europe/London",
                "(GMT) Greenwich Mean Time : Dublin, Edinburgh, Lisbon, London | Europe/London",
                "(GMT-06:00) Guadalajara, Mexico City, Monterrey - New | America/Mexico_City",
                "Tasmania Standard Time | Australia/Hobart",
                "Australia/Hobart | Australia/Hobart",
                "(UTC+10:00) Nowhere | (UTC+10:00) Nowhere",
                "Hobart | Hobart",
            })
    void aZoneIsKeptByItsIanaName(String written, String kept) {
        assertThat(TimeZones.iana(written)).isEqualTo(kept);
    }
}
