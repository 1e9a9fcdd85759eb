#pragma once

#include "aws/client.hpp"
#include "aws/error.hpp"
#include "config/secrets.hpp"
#include "store/s3_bucket.hpp"

#include <gtest/gtest.h>

#include <map>
#include <string>
#include <string_view>

namespace almanac::test {

/// Credentials as the environment gives them.
struct Keys {
    std::string id;
    std::string secret;
    std::string token{};
};

/// A test with a bucket of its own in the service that tests/s3/radosgw (or tests/s3/swift) has started. Without one it
/// is skipped, and in continuous integration (CI=true) fails.
class S3Test : public testing::Test {
protected:
    /// `variable` of the environment names the file that says where the service is.
    explicit S3Test(char const* variable = "ALMANAC_TEST_S3") : m_variable(variable) {}

    void SetUp() override;

    /// The variables that AWS's own tools read, for these keys.
    [[nodiscard]] std::map<std::string, std::string> variables(Keys const& keys) const;
    [[nodiscard]] std::map<std::string, std::string> variables() const { return variables(owner); }
    [[nodiscard]] Environment environment(Keys const& keys) const;
    [[nodiscard]] Environment environment() const { return environment(owner); }

    /// The bucket below a prefix.
    [[nodiscard]] S3Bucket bucket_at(std::string const& prefix, Keys const& keys, S3Options options = {}) const;
    [[nodiscard]] S3Bucket bucket_at(std::string const& prefix) const { return bucket_at(prefix, owner); }
    [[nodiscard]] std::string place(std::string const& prefix) const { return "s3://" + bucket + "/" + prefix; }

    /// A signed request to the service, by its owner; has to succeed. Gives the answer's body.
    std::string call(AwsService const& service, std::string const& method, std::string const& target,
                     std::string const& body = {}, Keys const* keys = nullptr) const;

    std::string endpoint;
    std::string bucket;
    Keys owner;
    Keys other;        ///< another user, who may do nothing yet
    std::string conf;  ///< of Ceph

private:
    char const* m_variable;
};

/// A shell command's output; fails the test when it ends with another code than `want`.
std::string run_shell(std::string const& command, std::map<std::string, std::string> const& environment = {},
                      int want = 0);

}  // namespace almanac::test
