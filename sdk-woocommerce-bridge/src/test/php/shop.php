<?php
// As much of WordPress and WooCommerce as a gateway's process_refund needs, in one request of a shop:
// php shop.php ENDPOINT SHOP SECRET TRANSACTION AMOUNT REFUND_ID. Prints what WooCommerce would see, as JSON.
error_reporting( E_ALL );
set_error_handler(
	function ( $severity, $message, $file, $line ) {
		throw new ErrorException( $message, 0, $severity, $file, $line );
	}
);

class WP_Error {
	private $message;
	public function __construct( $code, $message ) {
		$this->message = $message;
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
		return '';
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
	public function save( $id ) {
		$this->id = $id;
	}
	public function get_id() {
		return $this->id;
	}
	public function get_parent_id() {
		return 81;
	}
}

$actions = array();
function add_action( $hook, $callback ) {
	global $actions;
	$actions[ $hook ] = $callback;
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
	$handle = curl_init( $url );
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

require dirname( __DIR__, 3 ) . '/docs/class-maksut-refund-hand-off.php';

list( , $endpoint, $shop, $secret, $transaction, $amount, $refund_id ) = $argv;
$hand_off = new Maksut_Refund_Hand_Off( $endpoint, $shop, $secret, array( '_montonio_uuid' ) );
$hand_off->watch();
$order  = new Shop_Order( $transaction );
$refund = new Shop_Refund();
call_user_func( $actions['woocommerce_create_refund'], $refund );
$refund->save( (int) $refund_id );
$result = $hand_off->process_refund( $order, $amount );
echo json_encode(
	array(
		'success' => true === $result,
		'message' => is_wp_error( $result ) ? $result->get_error_message() : '',
		'notes'   => $order->notes,
	)
), "\n";
