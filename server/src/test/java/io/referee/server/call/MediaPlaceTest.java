package io.referee.server.call;

import static org.assertj.core.api.Assertions.assertThat;

import io.referee.sip.sdp.SessionDescription;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.charset.StandardCharsets;

/// What makes a party one that takes its media elsewhere, and what does not.
class MediaPlaceTest {
    private static final String HEAD =
            "v=0\r\no=- 1 1 IN IP4 192.0.2.1\r\ns=-\r\nc=IN IP4 192.0.2.1\r\n";
    private static final String REST = "t=0 0\r\nm=audio 4000 RTP/SAVP 0\r\n";

    @ParameterizedTest
    @CsvSource({
        "fingerprint:sha-256 AA, fingerprint:SHA-256 aa",
        "setup:active, setup:actpass",
        "setup:actpass, setup:passive",
        "candidate:1 1 UDP 9 192.0.2.1 4000 typ host, candidate:2 1 UDP 8 192.0.2.2 4002 typ host",
        "crypto:1 AES_CM_128_HMAC_SHA1_80 inline:a, crypto:7 AES_CM_128_HMAC_SHA1_80 inline:a",
        "sendrecv, recvonly"
    })
    void isTheSame(String one, String other) {
        assertThat(MediaPlace.same(section(one), section(other))).isTrue();
        assertThat(MediaPlace.same(session(one), section(other)))
                .isEqualTo(!one.contains("crypto"));
    }

    @ParameterizedTest
    @CsvSource({
        "fingerprint:sha-256 AA, fingerprint:sha-256 BB",
        "fingerprint:sha-256 AA, sendrecv",
        "setup:active, setup:passive",
        "ice-ufrag:aa, ice-ufrag:bb",
        "ice-pwd:aa, ice-pwd:bb",
        "crypto:1 AES_CM_128_HMAC_SHA1_80 inline:a, crypto:1 AES_CM_128_HMAC_SHA1_80 inline:b"
    })
    void isAnother(String one, String other) {
        assertThat(MediaPlace.same(section(one), section(other))).isFalse();
        assertThat(MediaPlace.same(section(other), section(one))).isFalse();
    }

    private static SessionDescription section(String attribute) {
        return read(HEAD + REST + "a=" + attribute + "\r\n");
    }

    private static SessionDescription session(String attribute) {
        return read(HEAD + REST.replace("m=", "a=" + attribute + "\r\nm="));
    }

    private static SessionDescription read(String text) {
        return SdpLedger.read(text.getBytes(StandardCharsets.UTF_8)).orElseThrow();
    }
}
