<?php
// As much of WordPress and WooCommerce as a payment plugin needs to refund, in one request of a shop and in WooCommerce's order:
// the plugin's file is loaded, the refund made, announced and saved, and only then the gateway constructed and asked.
// php shop.php PLUGIN ENDPOINT SECRET TRANSACTION AMOUNT REFUND_ID [WITHIN]. Prints what WooCommerce would see, as JSON.
// WITHIN "recorded" or "paid": another plugin makes a second refund of that amount while the first is announced.
error_reporting( E_ALL );
set_error_handler(
	function ( $severity, $message, $file, $line ) {
		throw new ErrorException( $message, 0, $severity, $file, $line );
	}
);

class WP_Error {
	private $code;
	private $message;
	public function __construct( $code, $message ) {
		$this->code    = $code;
		$this->message = $message;
	}
	public function get_error_code() {
		return $this->code;
	}
	public function get_error_message() {
		return $this->message;
	}
}

class Shop_Order {
	public $notes = array();
	private $transaction;
	public function __construct( $transaction ) {
		$this->transaction = $transaction;
	}
	public function get_id() {
		return 81;
	}
	public function get_currency() {
		return 'EUR';
	}
	public function get_payment_method() {
		return 'sandboxpay';
	}
	public function get_transaction_id() {
		return defined( 'REFERENCE_IN_META' ) ? '' : $this->transaction;
	}
	public function get_meta( $key ) {
		return '_montonio_uuid' === $key ? $this->transaction : '';
	}
	public function add_order_note( $text ) {
		$this->notes[] = $text;
	}
}

class Shop_Refund {
	private $id = 0;
	private $amount;
	private $paid = false;
	public function __construct( $amount ) {
		$this->amount = $amount;
	}
	public function save( $id ) {
		$this->id = $id;
	}
	public function delete() {
		$this->id = 0;
	}
	public function get_id() {
		return $this->id;
	}
	public function get_parent_id() {
		return 81;
	}
	public function get_amount() {
		return $this->amount;
	}
	public function get_refunded_payment() {
		return $this->paid;
	}
	public function set_refunded_payment( $paid ) {
		$this->paid = $paid;
	}
}

class WC_Payment_Gateway {
	public $id;
	public $supports = array();
}

$hooks = array();
function add_action( $hook, $callback, $priority = 10, $arguments = 1 ) {
	add_filter( $hook, $callback, $priority, $arguments );
}
function add_filter( $hook, $callback, $priority = 10, $arguments = 1 ) {
	global $hooks;
	$hooks[ $hook ][] = $callback;
}
function do_action( $hook, $argument = '' ) {
	global $hooks;
	foreach ( isset( $hooks[ $hook ] ) ? $hooks[ $hook ] : array() as $callback ) {
		call_user_func( $callback, $argument );
	}
}
function apply_filters( $hook, $value ) {
	global $hooks;
	foreach ( isset( $hooks[ $hook ] ) ? $hooks[ $hook ] : array() as $callback ) {
		$value = call_user_func( $callback, $value );
	}
	return $value;
}
function wc_get_order( $id ) {
	global $order;
	return 81 === $id ? $order : false;
}
// The gateways are constructed once, when somebody first asks for them.
function payment_gateway() {
	static $gateways = null;
	if ( null === $gateways ) {
		$gateways = array_map(
			function ( $name ) {
				return new $name();
			},
			apply_filters( 'woocommerce_payment_gateways', array() )
		);
	}
	return $gateways[0];
}
function wc_create_refund( $amount, $id, $pay ) {
	$refund = new Shop_Refund( $amount );
	do_action( 'woocommerce_create_refund', $refund );
	$refund->save( $id );
	if ( $pay ) {
		$result = payment_gateway()->process_refund( 81, $refund->get_amount(), '' );
		if ( is_wp_error( $result ) ) {
			$refund->delete();
			return $result;
		}
		$refund->set_refunded_payment( true );
	}
	do_action( 'woocommerce_refund_created', $refund->get_id() );
	return true;
}
function is_wp_error( $thing ) {
	return $thing instanceof WP_Error;
}
function wp_json_encode( $data ) {
	return json_encode( $data );
}
function get_user_locale() {
	return 'lv';
}
// As WordPress does with cURL, down to its words for what went wrong.
function wp_remote_post( $url, $args ) {
	$headers = array();
	foreach ( $args['headers'] as $name => $value ) {
		$headers[] = "$name: $value";
	}
	global $endpoint;
	if ( 'blocked:' === substr( $endpoint, 0, 8 ) ) {
		// The site forbids it: WP_HTTP_BLOCK_EXTERNAL.
		return new WP_Error( 'http_request_not_executed', 'User has blocked requests through HTTP.' );
	}
	$handle = curl_init( $endpoint );
	curl_setopt_array(
		$handle,
		array(
			CURLOPT_POST           => true,
			CURLOPT_POSTFIELDS     => $args['body'],
			CURLOPT_HTTPHEADER     => $headers,
			CURLOPT_TIMEOUT        => $args['timeout'],
			CURLOPT_RETURNTRANSFER => true,
		)
	);
	$body = curl_exec( $handle );
	if ( false === $body ) {
		return new WP_Error( 'http_request_failed', 'cURL error ' . curl_errno( $handle ) . ': ' . curl_error( $handle ) );
	}
	return array(
		'code' => curl_getinfo( $handle, CURLINFO_RESPONSE_CODE ),
		'body' => $body,
	);
}
function wp_remote_retrieve_response_code( $answer ) {
	return $answer['code'];
}
function wp_remote_retrieve_body( $answer ) {
	return $answer['body'];
}

list( , $plugin, $endpoint, $secret, $transaction, $amount, $refund_id ) = $argv;
define( 'MAKSUT_SECRET', $secret );
$order = new Shop_Order( $transaction );
require $plugin;
do_action( 'plugins_loaded' );
$within = isset( $argv[7] ) ? $argv[7] : '';
if ( '' !== $within ) {
	add_action(
		'woocommerce_create_refund',
		function () use ( &$within, $amount, $refund_id ) {
			$now    = $within;
			$within = '';
			if ( '' !== $now ) {
				wc_create_refund( $amount, (int) $refund_id + 1, 'paid' === $now );
			}
		}
	);
}
$result = wc_create_refund( $amount, (int) $refund_id, true );
echo json_encode(
	array(
		'success' => true === $result,
		'message' => is_wp_error( $result ) ? $result->get_error_message() : '',
		'notes'   => $order->notes,
	)
), "\n";
