<?php
// A plugin made as the README tells; the payment's reference is in a meta field of the order.
require_once dirname( __DIR__, 3 ) . '/docs/class-maksut-refund-hand-off.php';
Maksut_Refund_Hand_Off::watch();
define( 'REFERENCE_IN_META', true );

class Sandbox_Gateway extends WC_Payment_Gateway {
	public function __construct() {
		$this->id       = 'sandboxpay';
		$this->supports = array( 'products', 'refunds' );
	}

	public function process_refund( $order_id, $amount = null, $reason = '' ) {
		$hand_off = new Maksut_Refund_Hand_Off( 'https://refunds.example/refunds', 'teashop', MAKSUT_SECRET, array( '_montonio_uuid' ) );
		return $hand_off->process_refund( wc_get_order( $order_id ), $amount );
	}
}

add_filter(
	'woocommerce_payment_gateways',
	function ( $gateways ) {
		$gateways[] = 'Sandbox_Gateway';
		return $gateways;
	}
);
