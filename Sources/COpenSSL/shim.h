// OpenSSL 3. The functions below stand for macros that Swift does not import; each says which.
#ifndef WSGLASS_COPENSSL_H
#define WSGLASS_COPENSSL_H
#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/ocsp.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/sha.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

/// SSL_CTX_set_min_proto_version, SSL_CTX_set_mode and SSL_OP_* (64-bit shifts) are macros. TLS 1.2 or later, security
/// level 2 whatever the system's configuration says, no renegotiation, idle connections without record buffers.
static inline int wsglass_ssl_ctx_harden(SSL_CTX *context) {
  SSL_CTX_set_security_level(context, 2);
  SSL_CTX_set_options(context, SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION);
  SSL_CTX_clear_options(context, SSL_OP_IGNORE_UNEXPECTED_EOF);
  SSL_CTX_set_mode(context, SSL_MODE_RELEASE_BUFFERS | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
  SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_OFF);
  return SSL_CTX_set_min_proto_version(context, TLS1_2_VERSION);
}
/// So is SSL_CTX_set_min_proto_version for TLS 1.3 alone.
static inline int wsglass_ssl_ctx_require_tls13(SSL_CTX *context) {
  return SSL_CTX_set_min_proto_version(context, TLS1_3_VERSION);
}
/// SSL_set_mode and SSL_clear_mode are macros: whether buffers go as soon as they are empty.
static inline void wsglass_ssl_release_buffers(SSL *ssl, int release) {
  if (release) SSL_set_mode(ssl, SSL_MODE_RELEASE_BUFFERS);
  else SSL_clear_mode(ssl, SSL_MODE_RELEASE_BUFFERS);
}
/// SSL_CTX_set_tlsext_status_cb, SSL_set_tlsext_status_type and SSL_get_tlsext_status_ocsp_resp are macros: OCSP stapling.
static inline void wsglass_ssl_ctx_on_staple(SSL_CTX *context, int (*check)(SSL *, void *)) {
  SSL_CTX_set_tlsext_status_cb(context, check);
}
static inline void wsglass_ssl_ask_for_staple(SSL *ssl) { SSL_set_tlsext_status_type(ssl, TLSEXT_STATUSTYPE_ocsp); }
static inline long wsglass_ssl_staple(SSL *ssl, const unsigned char **bytes) {
  return SSL_get_tlsext_status_ocsp_resp(ssl, bytes);
}
/// SSL_get_negotiated_group is a macro; 0 where there is none.
static inline int wsglass_ssl_group(SSL *ssl) { return (int)SSL_get_negotiated_group(ssl); }
/// SSL_set_tlsext_host_name is a macro.
static inline int wsglass_ssl_set_server_name(SSL *ssl, const char *name) {
  return (int)SSL_set_tlsext_host_name(ssl, name);
}
/// SSL_get_app_data and its like are macros.
static inline void wsglass_ssl_set_owner(SSL *ssl, void *owner) { SSL_set_app_data(ssl, owner); }
static inline void *wsglass_ssl_owner(const SSL *ssl) { return SSL_get_app_data(ssl); }
static inline void *wsglass_verify_owner(X509_STORE_CTX *context) {
  SSL *ssl = X509_STORE_CTX_get_ex_data(context, SSL_get_ex_data_X509_STORE_CTX_idx());
  return ssl ? SSL_get_app_data(ssl) : 0;
}
/// BIO_set_retry_read and BIO_clear_retry_flags are macros.
static inline void wsglass_bio_retry_read(BIO *bio) { BIO_set_retry_read(bio); }
static inline void wsglass_bio_clear_retry(BIO *bio) { BIO_clear_retry_flags(bio); }
/// BIO_get_mem_data is a macro.
static inline long wsglass_bio_memory(BIO *bio, char **bytes) { return BIO_get_mem_data(bio, bytes); }
/// The stacks are type-checked by macros.
static inline int wsglass_x509_count(const STACK_OF(X509) *chain) { return chain ? sk_X509_num(chain) : 0; }
static inline X509 *wsglass_x509_at(const STACK_OF(X509) *chain, int index) { return sk_X509_value(chain, index); }
static inline int wsglass_feature_count(const TLS_FEATURE *features) { return sk_ASN1_INTEGER_num(features); }
static inline long wsglass_feature_at(const TLS_FEATURE *features, int index) {
  return ASN1_INTEGER_get(sk_ASN1_INTEGER_value(features, index));
}
static inline int wsglass_name_count(const GENERAL_NAMES *names) { return sk_GENERAL_NAME_num(names); }
/// The bytes of a dNSName (*kind 2) or iPAddress (*kind 7); another kind gives -1. GENERAL_NAME holds a union.
static inline int wsglass_name_at(const GENERAL_NAMES *names, int index, int *kind, const unsigned char **bytes) {
  const GENERAL_NAME *name = sk_GENERAL_NAME_value(names, index);
  *kind = name->type;
  if (name->type != GEN_DNS && name->type != GEN_IPADD) return -1;
  const ASN1_STRING *string = name->type == GEN_DNS ? name->d.dNSName : name->d.iPAddress;
  *bytes = ASN1_STRING_get0_data(string);
  return ASN1_STRING_length(string);
}
/// The XN_FLAG_ and ASN1_STRFLGS_ macros hold casts: a distinguished name on one line, control bytes escaped, UTF-8 kept.
static inline int wsglass_name_print(BIO *bio, const X509_NAME *name) {
  return X509_NAME_print_ex(bio, name, 0, XN_FLAG_ONELINE & ~(unsigned long)ASN1_STRFLGS_ESC_MSB);
}
#endif
