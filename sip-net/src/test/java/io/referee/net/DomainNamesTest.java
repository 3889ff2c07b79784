package io.referee.net;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;

/// Which SIP domains a certificate speaks for (RFC 5922 §7.1, §7.2).
final class DomainNamesTest {
    @TempDir static Path folder;

    private static DomainNames names(String commonName, String... alternatives) throws Exception {
        KeyFiles files = new Issuer(folder).issue(commonName, alternatives);
        return Credential.read(files).names();
    }

    @Test
    void aSipUriOutranksDnsNames() throws Exception {
        DomainNames names = names("cn.example.org", "dns:b.example.org", "uri:sip:a.example.org");
        assertThat(names.all()).containsExactly("a.example.org");
    }

    @Test
    void dnsNamesCountWhenThereIsNoSipUri() throws Exception {
        DomainNames names =
                names("cn.example.org", "dns:B.example.org", "uri:http://c.example.org");
        assertThat(names.all()).containsExactly("b.example.org");
    }

    @Test
    void aUriWithAUserOrOfAnotherSchemeIsNoDomain() throws Exception {
        DomainNames names =
                names("cn.example.org", "uri:sip:alice@a.example.org", "uri:sips:b.example.org");
        assertThat(names.all()).isEmpty();
    }

    @Test
    void theCommonNameCountsOnlyWithoutAlternatives() throws Exception {
        assertThat(names("CN.example.org").all()).containsExactly("cn.example.org");
        assertThat(names("cn.example.org", "dns:a.example.org").includes("cn.example.org"))
                .isFalse();
    }

    @Test
    void namesMatchAsAWholeAndWildcardsDoNot() throws Exception {
        DomainNames names = names("x", "dns:*.example.org", "dns:example.com", "ip:::1");
        assertThat(names.includes("a.example.org")).isFalse();
        assertThat(names.includes("sip.example.com")).isFalse();
        assertThat(names.includes("EXAMPLE.com.")).isTrue();
        assertThat(names.includes("[::1]")).isTrue();
        assertThat(names.includes("0:0:0:0:0:0:0:1")).isTrue();
    }
}
