package io.referee.server.app.world;

import io.referee.server.app.config.Mail;

import jakarta.mail.Authenticator;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.PasswordAuthentication;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Properties;

/// Hands the mail of scripts, and of their traces, to the operator's server. *Any thread; waits.*
///
/// @param server who takes it
record MailSender(Mail server) {
    /// The most addresses of one mail.
    static final int MAX_ADDRESSES = 5;

    /// The longest subject, in characters; what is longer is cut off.
    static final int MAX_SUBJECT = 256;

    /// The longest text, in characters; what is longer is cut off.
    static final int MAX_BODY = 4_096;

    private static final String PATIENCE_MILLIS = "10000";

    /// A mail of a script. *Immutable.*
    ///
    /// @param to addresses, with `;` between them
    record Letter(String to, String subject, String body, boolean html) {}

    /// Why it could not be sent; empty when it was.
    String send(Letter letter) {
        return send(letter, MAX_BODY);
    }

    /// The same with a text of at most so many characters.
    String send(Letter letter, int most) {
        List<InternetAddress> to = new ArrayList<>();
        try {
            for (String address : letter.to().split(";", -1)) {
                if (!address.isBlank()) {
                    to.add(new InternetAddress(address.strip(), true));
                }
            }
            if (to.isEmpty() || to.size() > MAX_ADDRESSES) {
                return "a mail needs from one to " + MAX_ADDRESSES + " addresses";
            }
            MimeMessage message = new MimeMessage(session());
            message.setFrom(new InternetAddress(server.from(), true));
            message.setRecipients(Message.RecipientType.TO, to.toArray(InternetAddress[]::new));
            message.setSubject(
                    cut(letter.subject().replaceAll("\\p{Cntrl}+", " "), MAX_SUBJECT), "UTF-8");
            message.setText(
                    cut(letter.body(), most),
                    StandardCharsets.UTF_8.name(),
                    letter.html() ? "html" : "plain");
            message.setSentDate(new Date());
            Transport.send(message);
            return "";
        } catch (MessagingException e) {
            return String.valueOf(e.getMessage()).lines().findFirst().orElse("it failed");
        }
    }

    private static String cut(String text, int most) {
        return text.length() <= most ? text : text.substring(0, most);
    }

    private Session session() {
        Properties settings = new Properties();
        settings.put("mail.transport.protocol", "smtp");
        settings.put("mail.smtp.host", server.host());
        settings.put("mail.smtp.port", Integer.toString(server.port()));
        settings.put("mail.smtp.ssl.enable", Boolean.toString(server.secure()));
        settings.put("mail.smtp.ssl.checkserveridentity", "true");
        settings.put("mail.smtp.starttls.enable", "true");
        settings.put("mail.smtp.auth", Boolean.toString(!server.user().isEmpty()));
        settings.put("mail.smtp.connectiontimeout", PATIENCE_MILLIS);
        settings.put("mail.smtp.timeout", PATIENCE_MILLIS);
        settings.put("mail.smtp.writetimeout", PATIENCE_MILLIS);
        return Session.getInstance(settings, new Login(server));
    }

    private static final class Login extends Authenticator {
        private final Mail server;

        Login(Mail server) {
            this.server = server;
        }

        @Override
        protected PasswordAuthentication getPasswordAuthentication() {
            return new PasswordAuthentication(server.user(), server.password());
        }
    }
}
