// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title Training fees, shared out among the records of a version
/// @notice A grant may ask a fee for each version that a developer trains on. The developer pays it once for a version,
/// and it is cut like the fee of a call whose data part is everything but the burned part and whose weights are equal:
/// burned = ⌊fee·200/10000⌋; of the rest the Datanet's curators and owner take the rate part (curators by prefix sums of
/// their bps, the owner what they leave); what remains is cut by prefix sums, equally for each record in the order of the
/// version's leaves: part of record i = ⌊pool·(i+1)/n⌋ − ⌊pool·i/n⌋, to its contributor, or to its dispute's pot if it
/// was disputed at the payment. Everything is kept as balances; anyone shares out a run of records and anyone sends an
/// account its balance.
/// Views answer zeros for what does not exist; they never revert.
interface ITrainingFees {
    /// @notice A developer's payment for a version; wei of OPEN.
    struct Payment {
        uint128 fee;
        /// What the records get together.
        uint128 pool;
        /// What is credited to records so far.
        uint128 shared;
        uint64 paidAt;
    }

    /// @notice One record of a version, as in its leaf.
    struct Line {
        bytes32 commitment;
        address contributor;
    }

    event TrainingFeePaid(
        bytes32 indexed root,
        bytes32 indexed datanetId,
        address indexed developer,
        uint128 fee,
        uint128 burned,
        uint128 pool
    );
    /// @notice The records of a run have their parts.
    event TrainingFeeShared(bytes32 indexed root, address indexed developer, uint32 indexed run, uint128 amount);
    event FeeBalanceWithdrawn(address indexed account, uint128 amount);

    error ZeroAddress();
    error UnknownVersion(bytes32 root);
    /// @notice No grant of the version's Datanet for the caller holds now.
    error AccessNotGranted(bytes32 datanetId, address developer);
    /// @notice The caller's grant asks no fee.
    error NoFee(bytes32 datanetId, address developer);
    error AlreadyPaid(bytes32 root, address developer);
    error NotPaid(bytes32 root, address developer);
    error AlreadyShared(bytes32 root, address developer, uint32 run);
    /// @notice The lines are not the whole run of the version's leaves.
    error WrongRun(uint32 run, uint256 lines);
    error NothingToWithdraw(address account);

    /// @notice Pays the fee that the caller's grant asks for a version; takes it from the caller's OPEN (approve it first).
    /// @return fee Wei.
    function pay(bytes32 root) external returns (uint128 fee);

    /// @notice Credits the records of one run of a version with their parts of a payment; anyone may.
    /// @param developer Who paid.
    /// @param run Number of the run: leaves `128·run` to `128·run + 127`, or to the last leaf.
    /// @param lines All records of the run, in the leaves' order.
    /// @param siblings Proof that they stand there (`PlainRange`).
    /// @return amount Wei credited.
    function share(bytes32 root, address developer, uint32 run, Line[] calldata lines, bytes32[] calldata siblings)
        external
        returns (uint128 amount);

    /// @notice Sends an account its balance; anyone may.
    /// @return amount Wei.
    function withdraw(address account) external returns (uint128 amount);

    /// @notice A developer's payment for a version; `paidAt` 0 when there is none.
    function paymentOf(bytes32 root, address developer) external view returns (Payment memory);

    /// @notice Whether a run of a payment was shared out.
    function isShared(bytes32 root, address developer, uint32 run) external view returns (bool);

    /// @notice Wei that an account may be sent.
    function balanceOf(address account) external view returns (uint128);
}
