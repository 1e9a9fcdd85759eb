#pragma once

#include "support/child.hpp"
#include "support/temporary_folder.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace almanac::test {

/// Empty when python3-botocore is there; else why the test must be skipped.
[[nodiscard]] std::string botocore_missing();

/// The services of tests/aws/services.py, which check every signature with botocore. Gone with the object.
class AwsServices {
public:
    /// `state` is JSON, as DEFAULTS of the script describes it.
    explicit AwsServices(std::string_view state = "{}");

    /// From now on.
    void set(std::string_view state) const;

    /// "http://127.0.0.1:PORT/ssm".
    [[nodiscard]] std::string url(std::string_view path) const;

    /// What was answered so far: "ssm 200 AmazonSSM.GetParameters 2".
    [[nodiscard]] std::vector<std::string> log() const;

private:
    TemporaryFolder m_folder;
    std::optional<Child> m_process;  // last: it uses the folder
};

}  // namespace almanac::test

/// Skips the test where python3-botocore is not installed; fails it where CI should have installed it.
#define NEEDS_BOTOCORE()                                                                                               \
    if (auto const missing = ::almanac::test::botocore_missing(); !missing.empty()) {                                  \
        ASSERT_EQ(std::getenv("CI"), nullptr) << missing;                                                              \
        GTEST_SKIP() << missing;                                                                                       \
    }
