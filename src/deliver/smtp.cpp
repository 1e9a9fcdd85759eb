#include "deliver/smtp.hpp"

#include "fetch/ca_file.hpp"
#include "fetch/redact.hpp"
#include "fetch/transfer_error.hpp"
#include "text/base64.hpp"
#include "text/mailbox.hpp"
#include "text/text.hpp"

#include <absl/time/clock.h>
#include <curl/curl.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <memory>
#include <utility>

namespace almanac {
namespace {

/// Until the server has greeted, encrypted and taken the password; some let a client wait on purpose.
constexpr auto connect_timeout = absl::Seconds(30);

struct Free {
    void operator()(CURL* handle) const { curl_easy_cleanup(handle); }
    void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};

/// What went over the line, as far as a message to people needs it: libcurl itself says only "RCPT failed: 550".
class Conversation {
public:
    explicit Conversation(SmtpServer const& server)
        : m_secrets{server.password, to_base64(server.password), server.user, to_base64(server.user),
                    to_base64(std::string{'\0'} + server.user + '\0' + server.password)}
    {
    }

    static int listen(CURL*, curl_infotype kind, char* bytes, std::size_t size, void* self)
    {
        auto& conversation = *static_cast<Conversation*>(self);
        if (kind == CURLINFO_HEADER_OUT)
            conversation.on_command({bytes, size});
        else if (kind == CURLINFO_HEADER_IN)
            conversation.on_reply({bytes, size});
        return 0;
    }

    /// The last command's verb: "" before the first.
    [[nodiscard]] std::string const& verb() const { return m_verb; }
    [[nodiscard]] std::string const& reply() const { return m_reply; }
    [[nodiscard]] std::vector<RefusedRecipient> const& refused() const { return m_refused; }

private:
    void on_command(std::string_view line)
    {
        line = line.substr(0, line.find_first_of("\r\n"));
        m_recipient.clear();
        if (line.starts_with("RCPT TO:<"))
            m_recipient = line.substr(9, line.find('>') - 9);
        auto const verb = line.substr(0, line.find(' '));
        constexpr std::string_view known[] = {"EHLO", "HELO", "STARTTLS", "AUTH", "MAIL", "RCPT", "DATA"};
        m_over = m_over || verb == "QUIT";  // what is said of it is not what went wrong
        if (m_over)
            return;
        // What comes between AUTH and its answer is the secret itself.
        if (std::ranges::find(known, verb) != std::end(known))
            m_verb = verb;
        m_reply.clear();
    }

    void on_reply(std::string_view lines)
    {
        for (auto line : split(lines, '\n')) {
            line = trim(line);
            bool const is_last = line.size() >= 3 && (line.size() == 3 || line[3] == ' ');
            if (!is_last || m_over)
                continue;
            // A server may repeat what it was told; what it says of a password is not shown at all.
            m_reply = m_verb == "AUTH" ? std::string{line.substr(0, 3)} : shown(line);
            if (!m_recipient.empty() && !line.starts_with('2'))
                m_refused.push_back({std::exchange(m_recipient, {}), m_reply});
        }
    }

    [[nodiscard]] std::string shown(std::string_view line) const
    {
        std::string clean;
        for (char const c : line.substr(0, 300))
            clean += c >= ' ' && c < 0x7F ? c : '?';
        return redact_secrets(std::move(clean), m_secrets);
    }

    std::vector<std::string> m_secrets;
    std::string m_verb;
    std::string m_reply;
    std::string m_recipient;
    bool m_over = false;
    std::vector<RefusedRecipient> m_refused;
};

/// libcurl says goodbye to a server that hangs, and waits for an answer beyond its own time limit.
struct TimeLimit {
    absl::Time end;

    static int is_over(void* self, curl_off_t, curl_off_t, curl_off_t, curl_off_t)
    {
        return absl::Now() > static_cast<TimeLimit*>(self)->end ? 1 : 0;
    }
};

/// The bytes that libcurl asks for.
struct Upload {
    std::string_view rest;

    static std::size_t read(char* to, std::size_t, std::size_t most, void* self)
    {
        auto& rest = static_cast<Upload*>(self)->rest;
        auto const size = std::min(most, rest.size());
        std::memcpy(to, rest.data(), size);
        rest.remove_prefix(size);
        return size;
    }
};

std::string url_of(SmtpServer const& server, std::string const& from)
{
    auto const port = server.port != 0                ? server.port
                      : server.security == "tls"      ? 465
                      : server.security == "starttls" ? 587
                                                      : 25;
    auto const host = server.host.find(':') == std::string::npos ? server.host : fmt::format("[{}]", server.host);
    // The path is what we call ourselves (EHLO): the sender's domain, not the name of some container.
    return fmt::format("{}://{}:{}/{}", server.security == "tls" ? "smtps" : "smtp", host, port, domain_of(from));
}

std::string explain(CURLcode code, Conversation const& conversation, std::string const& technical)
{
    auto const& reply = conversation.reply();
    auto const& verb = conversation.verb();
    bool const refused = !reply.empty() && (reply[0] == '4' || reply[0] == '5');
    if (code == CURLE_LOGIN_DENIED || (verb == "AUTH" && refused))
        return refused ? fmt::format("the server does not take the user name or the password (it answered {})", reply)
                       : "the server offers no way to log in that Almanac knows (PLAIN, LOGIN)";
    if (code == CURLE_USE_SSL_FAILED)
        return "the server offers no encryption (STARTTLS), so the mail was not handed to it";
    if (verb == "RCPT" && refused)
        return fmt::format("the server refuses every recipient: {}", reply);
    if (verb == "MAIL" && refused)
        return fmt::format("the server refuses the sender: {}", reply);
    if (refused)
        return fmt::format("the server refuses the mail: {}", reply);
    return technical;
}

struct Transfer {
    std::unique_ptr<CURL, Free> easy{curl_easy_init()};
    std::unique_ptr<curl_slist, Free> recipients;
    std::array<char, CURL_ERROR_SIZE> error_text{};

    template <typename Value>
    void set(CURLoption option, Value value)
    {
        curl_easy_setopt(easy.get(), option, value);
    }

    void set_connection(SmtpServer const& server, absl::Duration timeout)
    {
        auto const ca_file = server.ca_file.empty() ? find_ca_file() : server.ca_file;
        auto const limit = [](absl::Duration time) {
            return std::max(1L, static_cast<long>(absl::ToInt64Milliseconds(time)));
        };
        set(CURLOPT_PROTOCOLS_STR, "smtp,smtps");
        set(CURLOPT_CONNECTTIMEOUT_MS, limit(std::min(connect_timeout, timeout)));
        set(CURLOPT_TIMEOUT_MS, limit(timeout));
        set(CURLOPT_USE_SSL, static_cast<long>(server.security == "none" ? CURLUSESSL_NONE : CURLUSESSL_ALL));
        set(CURLOPT_SSL_VERIFYPEER, 1L);
        set(CURLOPT_SSL_VERIFYHOST, 2L);
        set(CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
        set(CURLOPT_CAINFO, ca_file.c_str());
        set(CURLOPT_CAPATH, static_cast<char const*>(nullptr));
        set(CURLOPT_NETRC, static_cast<long>(CURL_NETRC_IGNORED));
        set(CURLOPT_PROXY, "");  // that of the environment is for the web
        set(CURLOPT_NOSIGNAL, 1L);
        set(CURLOPT_FORBID_REUSE, 1L);  // else the goodbye is said beyond every limit, when the handle goes
        if (!server.user.empty()) {
            set(CURLOPT_USERNAME, server.user.c_str());
            set(CURLOPT_PASSWORD, server.password.c_str());
            // Over an encrypted connection the others are no better, and a static build has no GSSAPI.
            set(CURLOPT_LOGIN_OPTIONS, "AUTH=PLAIN;AUTH=LOGIN");
        }
    }

    void set_mail(Envelope const& envelope, Upload& upload)
    {
        for (auto const& address : envelope.to) {
            auto* const longer = curl_slist_append(recipients.get(), address.c_str());
            static_cast<void>(recipients.release());
            recipients.reset(longer);
        }
        set(CURLOPT_MAIL_FROM, envelope.from.c_str());
        set(CURLOPT_MAIL_RCPT, recipients.get());
        set(CURLOPT_MAIL_RCPT_ALLLOWFAILS, 1L);
        set(CURLOPT_UPLOAD, 1L);
        set(CURLOPT_READFUNCTION, &Upload::read);
        set(CURLOPT_READDATA, &upload);
        set(CURLOPT_INFILESIZE_LARGE, static_cast<curl_off_t>(envelope.message.size()));
    }

    void limit(TimeLimit& time)
    {
        set(CURLOPT_NOPROGRESS, 0L);
        set(CURLOPT_XFERINFOFUNCTION, &TimeLimit::is_over);
        set(CURLOPT_XFERINFODATA, &time);
    }

    void listen(Conversation& conversation)
    {
        set(CURLOPT_ERRORBUFFER, error_text.data());
        set(CURLOPT_VERBOSE, 1L);  // without which libcurl tells the listener nothing; it prints nothing then
        set(CURLOPT_DEBUGFUNCTION, &Conversation::listen);
        set(CURLOPT_DEBUGDATA, &conversation);
    }

    std::string slow(std::string const& verb, absl::Duration timeout) const
    {
        curl_off_t connected = 0;
        curl_easy_getinfo(easy.get(), CURLINFO_CONNECT_TIME_T, &connected);
        bool const mailing = verb == "MAIL" || verb == "RCPT" || verb == "DATA";
        auto const time = show_time(mailing ? timeout : std::min(connect_timeout, timeout));
        return connected == 0 ? fmt::format("no connection within {}", time)
                              : fmt::format("the server did not answer within {}", time);
    }

    std::string technical(CURLcode code, std::string const& verb, SmtpServer const& server, absl::Duration timeout)
    {
        switch (code) {
        case CURLE_COULDNT_RESOLVE_HOST: return fmt::format("the name {} is not known", server.host);
        case CURLE_COULDNT_CONNECT: return fmt::format("{} takes no connection", server.host);
        case CURLE_RECV_ERROR:
        case CURLE_SEND_ERROR:
        case CURLE_GOT_NOTHING:
        case CURLE_PARTIAL_FILE:
            return verb == "DATA" ? "the connection broke while the mail was handed over"
                                  : "the server closed the connection";
        case CURLE_ABORTED_BY_CALLBACK:
        case CURLE_OPERATION_TIMEDOUT: return slow(verb, timeout);
        case CURLE_WEIRD_SERVER_REPLY: return "what answers there is no mail server";
        default: break;
        }
        FetchOptions words;
        words.connect_timeout = connect_timeout;
        words.request_timeout = timeout;
        return explain_failure(easy.get(), code, error_text.data(), words, timeout).message;
    }

    /// What went wrong; empty when nothing did.
    std::string perform(SmtpServer const& server, std::string const& from, Conversation& conversation,
                        absl::Duration timeout)
    {
        auto const url = url_of(server, from);
        set(CURLOPT_URL, url.c_str());
        set_connection(server, timeout);
        listen(conversation);
        TimeLimit time{absl::Now() + timeout};
        limit(time);
        auto const code = curl_easy_perform(easy.get());
        if (code == CURLE_OK)
            return {};
        return explain(code, conversation, technical(code, conversation.verb(), server, timeout));
    }
};

bool is_answer(Conversation const& conversation)
{
    return conversation.verb() == "MAIL" || conversation.verb() == "RCPT" || conversation.verb() == "DATA";
}

}  // namespace

Sent send_by_smtp(Envelope const& envelope, SmtpServer const& server, absl::Duration timeout)
{
    Transfer transfer;
    Conversation conversation{server};
    Upload upload{envelope.message};
    transfer.set_mail(envelope, upload);
    auto problem = transfer.perform(server, envelope.from, conversation, timeout);
    if (problem.empty())
        return {.problem = {}, .refused = conversation.refused()};
    return {.problem = std::move(problem), .refused = {}, .unreachable = !is_answer(conversation)};
}

std::string try_smtp_server(SmtpServer const& server, std::string const& from, absl::Duration timeout)
{
    Transfer transfer;
    Conversation conversation{server};
    transfer.set(CURLOPT_CUSTOMREQUEST, "NOOP");
    transfer.set(CURLOPT_NOBODY, 1L);
    return transfer.perform(server, from, conversation, timeout);
}

}  // namespace almanac
