<?php
/**
 * Hands the refunds of a WooCommerce payment gateway off to Maksut, which pays them at most once and follows them up.
 *
 *     // In the plugin's main file, at once:
 *     Maksut_Refund_Hand_Off::watch();
 *
 *     // In the gateway class:
 *     public function process_refund( $order_id, $amount = null, $reason = '' ) {
 *         $hand_off = new Maksut_Refund_Hand_Off( 'https://refunds.example/refunds', 'teashop', MAKSUT_SECRET );
 *         return $hand_off->process_refund( wc_get_order( $order_id ), $amount );
 *     }
 *
 * WooCommerce does not tell process_refund which refund it is about. It makes the refund object, announces it, saves it, and
 * only then constructs the gateways and calls process_refund, all in one request. So the object is remembered when it is
 * announced and has its id by then; a gateway's constructor is too late for that.
 *
 * PHP 7.4 or newer. Copy it into your plugin and give it a name of your own.
 */
class Maksut_Refund_Hand_Off {
	const FORM = 'maksut-refund-hand-off-v1';

	/** Seconds. Longer than the endpoint waits, shorter than PHP and the web server let a request live. */
	const TIMEOUT = 30;

	/** With one refund id the endpoint pays once, however often it is asked. */
	const TRIES = 3;

	private $endpoint;
	private $shop;
	private $secret;
	private $meta_keys;

	/** Of the refund that is handed off: in Maksut's log lines and ledger, and in the notes of the order. */
	private $correlation_id;

	/** Refunds that were announced in this request and are not finished, the latest last. */
	private static $announced = array();

	/**
	 * @param string   $endpoint  Address of the endpoint; https, unless it is on the same machine.
	 * @param string   $shop      The shop's name as Maksut was told it.
	 * @param string   $secret    The secret that both know.
	 * @param string[] $meta_keys Meta fields of the order that hold the payment's reference, if the transaction id does not.
	 */
	public function __construct( $endpoint, $shop, $secret, array $meta_keys = array() ) {
		$this->endpoint  = $endpoint;
		$this->shop      = $shop;
		$this->secret    = $secret;
		$this->meta_keys = $meta_keys;
	}

	/** To be called when the plugin is loaded: before any refund is announced. */
	public static function watch() {
		add_action( 'woocommerce_create_refund', array( __CLASS__, 'remember' ) );
		add_action( 'woocommerce_refund_created', array( __CLASS__, 'forget' ) );
	}

	public static function remember( $refund ) {
		self::$announced[] = $refund;
	}

	/** @param int $refund_id A refund that is finished. */
	public static function forget( $refund_id ) {
		foreach ( self::$announced as $key => $refund ) {
			if ( (int) $refund_id === $refund->get_id() ) {
				unset( self::$announced[ $key ] );
			}
		}
	}

	/**
	 * @param WC_Order    $order  The order.
	 * @param string|null $amount As WooCommerce gives it.
	 * @return true|WP_Error True if it was paid, ended without money (a note says so) or is under way; an error only if it is certain that nothing was paid and
	 *                       nothing will be, because WooCommerce deletes its record then.
	 */
	public function process_refund( $order, $amount ) {
		if ( 1 === preg_match( '/^0*(\.0*)?$/', (string) $amount ) ) {
			return true; // Nothing to pay: goods go back into stock.
		}
		$refund = $this->refund_of( $order, (string) $amount );
		if ( null === $refund ) {
			return $this->error( 'WooCommerce did not tell which refund this is. Nothing was paid.' );
		}
		$this->correlation_id = bin2hex( random_bytes( 16 ) );

		$body      = $this->body( $order, $refund, $amount );
		$uncertain = false;
		for ( $try = 1; $try <= self::TRIES; $try++ ) {
			$answer = $this->post( $body );
			if ( is_wp_error( $answer ) ) {
				$uncertain = $uncertain || ! $this->never_connected( $answer );
				continue;
			}
			$status = (int) wp_remote_retrieve_response_code( $answer );
			$reply  = json_decode( wp_remote_retrieve_body( $answer ), true );
			$known  = is_array( $reply ) && isset( $reply['outcome'], $reply['message'] );
			if ( $known && 200 === $status ) {
				if ( is_string( $reply['message'] ) && '' !== $reply['message'] ) {
					// It ended without money, and WooCommerce keeps its record.
					$this->note( $order, $refund, ': ' . $reply['message'] );
				}
				return true;
			}
			if ( $known && 202 === $status ) {
				$this->note( $order, $refund, ' is under way. Do not refund it again; you are told if it fails.' );
				return true;
			}
			if ( $known && 400 <= $status && 500 > $status ) {
				// Of this request nothing will be paid. If an earlier try may have arrived, that one still counts.
				$final = 'declined' === $reply['outcome'] || ! $uncertain;
				if ( $final ) {
					return $this->error( '' === $reply['message'] ? 'The refund was declined.' : $reply['message'] );
				}
			} elseif ( ! $known || 503 !== $status ) {
				$uncertain = true;
			}
		}
		if ( ! $uncertain ) {
			return $this->error( 'The refund service could not be reached. Nothing was paid; try again later.' );
		}
		$this->note( $order, $refund, ' was handed off, and no answer came. Do not refund it again before it was looked up.' );
		return true;
	}

	/** Other plugins may make refunds while one is announced: those are finished, deleted, or of another order or amount. */
	private function refund_of( $order, $amount ) {
		foreach ( array_reverse( self::$announced ) as $refund ) {
			if ( $refund->get_id() && $refund->get_parent_id() === $order->get_id()
				&& (string) $refund->get_amount() === $amount && ! $refund->get_refunded_payment() ) {
				return $refund;
			}
		}
		return null;
	}

	private function body( $order, $refund, $amount ) {
		$meta = array();
		foreach ( $this->meta_keys as $key ) {
			$meta[ $key ] = (string) $order->get_meta( $key );
		}
		return wp_json_encode(
			array(
				'order_id'       => $order->get_id(),
				'refund_id'      => $refund->get_id(),
				'amount'         => (string) $amount,
				'currency'       => $order->get_currency(),
				'payment_method' => $order->get_payment_method(),
				'transaction_id' => $order->get_transaction_id(),
				'meta'           => (object) $meta,
				'locale'         => get_user_locale(),
				'correlation_id' => $this->correlation_id,
			)
		);
	}

	/** Each try has its own timestamp and nonce: a nonce is good once. */
	private function post( $body ) {
		$timestamp = (string) time();
		$nonce     = bin2hex( random_bytes( 16 ) );
		$signed    = implode( "\n", array( self::FORM, $this->shop, $timestamp, $nonce, $body ) );
		return wp_remote_post(
			$this->endpoint,
			array(
				'timeout'     => self::TIMEOUT,
				'redirection' => 0,
				'headers'     => array(
					'Content-Type'       => 'application/json',
					'X-Maksut-Timestamp' => $timestamp,
					'X-Maksut-Nonce'     => $nonce,
					'X-Maksut-Signature' => hash_hmac( 'sha256', $signed, $this->secret ),
				),
				'body'        => $body,
			)
		);
	}

	/** No name found, no connection made, or the site lets no request out: nothing was sent. All else may be after the request. */
	private function never_connected( $error ) {
		return 'http_request_not_executed' === $error->get_error_code()
			|| 1 === preg_match( '/cURL error (6|7):/', $error->get_error_message() );
	}

	private function note( $order, $refund, $text ) {
		$order->add_order_note( 'Refund ' . $refund->get_id() . $text . ' (ref. ' . $this->correlation_id . ')' );
	}

	private function error( $message ) {
		return new WP_Error( 'maksut_refund', $message );
	}
}
