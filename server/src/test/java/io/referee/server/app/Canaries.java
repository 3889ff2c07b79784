package io.referee.server.app;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Pattern;

/// Secrets that are planted to be searched for: as they are, in base64 and in hexadecimal. *One
/// thread.*
final class Canaries {
    /// A digest that could be guessed from: what a password makes.
    private static final Pattern DIGEST =
            Pattern.compile("(?:response|rspauth) *= *\"?[0-9a-f]{16}", Pattern.CASE_INSENSITIVE);

    private final Map<String, String> planted = new LinkedHashMap<>();
    private final Random random = new Random();

    /// A new secret.
    ///
    /// @param what it is, for the complaint
    String plant(String what) {
        return plant(what, "canary" + Long.toString(random.nextLong(Long.MAX_VALUE / 2), 36));
    }

    String plant(String what, String secret) {
        planted.put(what, secret);
        return secret;
    }

    /// Which of them are in a text, and how.
    List<String> in(String text) {
        List<String> found = new ArrayList<>();
        planted.forEach(
                (what, secret) ->
                        forms(secret)
                                .forEach(
                                        (form, looks) -> {
                                            if (text.contains(looks)) {
                                                found.add(what + ' ' + form);
                                            }
                                        }));
        if (DIGEST.matcher(text).find()) {
            found.add("a digest");
        }
        return found;
    }

    /// In base64 a text looks different by where it begins, and its ends by what stands around it.
    private static Map<String, String> forms(String secret) {
        byte[] octets = secret.getBytes(StandardCharsets.UTF_8);
        Map<String, String> forms = new LinkedHashMap<>();
        forms.put("as it is", secret);
        forms.put("in hex", HexFormat.of().formatHex(octets));
        forms.put("in upper-case hex", HexFormat.of().withUpperCase().formatHex(octets));
        for (int before = 0; before < 3; before++) {
            byte[] shifted = new byte[before + octets.length];
            System.arraycopy(octets, 0, shifted, before, octets.length);
            String base64 = Base64.getEncoder().withoutPadding().encodeToString(shifted);
            int from = before == 0 ? 0 : before + 1;
            int whole = shifted.length / 3 * 4;
            forms.put("in base64 from " + before, base64.substring(from, whole));
        }
        return forms;
    }
}
