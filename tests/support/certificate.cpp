#include "support/certificate.hpp"

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <stdexcept>

namespace almanac::test {
namespace {

struct Free {
    void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
    void operator()(X509* certificate) const { X509_free(certificate); }
    void operator()(X509_EXTENSION* extension) const { X509_EXTENSION_free(extension); }
    void operator()(BIO* bio) const { BIO_free(bio); }
};

void check(bool good)
{
    if (!good)
        throw std::runtime_error{"OpenSSL cannot make a certificate"};
}

void add_extension(X509* certificate, int kind, char const* value)
{
    auto const extension = std::unique_ptr<X509_EXTENSION, Free>{X509V3_EXT_conf_nid(nullptr, nullptr, kind, value)};
    check(extension != nullptr && X509_add_ext(certificate, extension.get(), -1) == 1);
}

}  // namespace

ServerContext make_server_context(std::string& pem)
{
    auto const key = std::unique_ptr<EVP_PKEY, Free>{EVP_EC_gen("P-256")};
    auto const certificate = std::unique_ptr<X509, Free>{X509_new()};
    check(key != nullptr && certificate != nullptr);
    auto* x509 = certificate.get();
    constexpr long day = 24 * 60 * 60;
    X509_set_version(x509, 2);
    ASN1_INTEGER_set(X509_get_serialNumber(x509), 1);
    X509_gmtime_adj(X509_getm_notBefore(x509), -day);
    X509_gmtime_adj(X509_getm_notAfter(x509), day);
    X509_set_pubkey(x509, key.get());
    auto* name = X509_get_subject_name(x509);
    X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC, reinterpret_cast<unsigned char const*>("loopback"), -1, -1, 0);
    X509_set_issuer_name(x509, name);
    add_extension(x509, NID_subject_alt_name, "IP:127.0.0.1,DNS:localhost");
    add_extension(x509, NID_basic_constraints, "critical,CA:TRUE");
    check(X509_sign(x509, key.get(), EVP_sha256()) > 0);

    auto const bio = std::unique_ptr<BIO, Free>{BIO_new(BIO_s_mem())};
    PEM_write_bio_X509(bio.get(), x509);
    char* bytes = nullptr;
    auto const size = BIO_get_mem_data(bio.get(), &bytes);
    pem.assign(bytes, static_cast<std::size_t>(size));

    auto context = ServerContext{SSL_CTX_new(TLS_server_method())};
    check(context != nullptr && SSL_CTX_use_certificate(context.get(), x509) == 1 &&
          SSL_CTX_use_PrivateKey(context.get(), key.get()) == 1);
    return context;
}

}  // namespace almanac::test
