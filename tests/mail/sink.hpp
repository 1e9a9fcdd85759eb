#pragma once

#include "deliver/smtp.hpp"
#include "support/child.hpp"
#include "support/paths.hpp"
#include "support/program.hpp"
#include "support/temporary_folder.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <string>
#include <vector>

namespace almanac::test {

inline bool have_sink()
{
    return std::system("/usr/bin/python3 -c 'import aiosmtpd' 2>/dev/null") == 0;  // NOLINT: a fixed command of our own
}

/// Skips a test loudly where there is no aiosmtpd; fails it in CI.
#define ALMANAC_NEEDS_SINK()                                                                                           \
    if (!test::have_sink()) {                                                                                          \
        ASSERT_EQ(std::getenv("CI"), nullptr) << "python3-aiosmtpd is not installed: ./dev setup";                     \
        GTEST_SKIP() << "python3-aiosmtpd is not installed: ./dev setup";                                              \
    }

/// tests/mail/smtp_sink with options.
class Sink {
public:
    explicit Sink(std::vector<std::string> options = {}) : m_child(words(std::move(options)), m_folder.path("port")) {}

    [[nodiscard]] int port() const { return std::stoi(m_folder.read("port")); }
    [[nodiscard]] std::string certificate() const { return m_folder.path("certificate.pem"); }

    /// The mail that came as the first, second ... and its envelope; empty when there was none.
    [[nodiscard]] std::string mail(int number) const { return m_folder.read(std::to_string(number) + ".eml"); }
    [[nodiscard]] std::string envelope(int number) const { return m_folder.read(std::to_string(number) + ".json"); }

    [[nodiscard]] SmtpServer server(std::string security, std::string user = {}, std::string password = {}) const
    {
        return {.host = "127.0.0.1",
                .port = port(),
                .security = std::move(security),
                .user = std::move(user),
                .password = std::move(password),
                .ca_file = certificate()};
    }

private:
    [[nodiscard]] std::vector<std::string> words(std::vector<std::string> options) const
    {
        options.insert(options.begin(),
                       {(project_folder() / "tests/mail/smtp_sink").string(), m_folder.path().string()});
        return options;
    }

    TemporaryFolder m_folder;
    Child m_child;
};

}  // namespace almanac::test
