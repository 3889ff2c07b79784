package io.referee.sip.message;

/// Unsigned decimal numbers of headers, without exceptions.
public final class Numbers {
    private Numbers() {}

    /// The number that `text` is, or `otherwise` when it is not a plain decimal number of at most
    /// 15 digits.
    public static long parse(String text, long otherwise) {
        String digits = text.strip();
        if (digits.isEmpty() || digits.length() > 15) {
            return otherwise;
        }
        long n = 0;
        for (int i = 0; i < digits.length(); i++) {
            char c = digits.charAt(i);
            if (c < '0' || c > '9') {
                return otherwise;
            }
            n = n * 10 + c - '0';
        }
        return n;
    }
}
